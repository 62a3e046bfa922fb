import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

private let body = DownloadFixture.body

@Suite struct RefusalTests {
    @Test func aRedirectIsFollowed() async throws {
        try await DownloadFixture.answering { request, _ in
            request.target == "/file" ? .status(302, [9], headers: ["Location": "/there"]) : .status(200, body)
        }.run { fixture in
            try await fixture.download()
            #expect(fixture.partialBytes == body)
        }
    }

    @Test func aRedirectLoopIsBounded() async throws {
        try await DownloadFixture.answering { _, _ in .status(302, headers: ["Location": "/file"]) }.run { fixture in
            await #expect(throws: DownloadError.tooManyRedirects(url: fixture.server.url(), limit: 3)) {
                try await fixture.download()
            }
            #expect(fixture.server.requests.count == 4)
        }
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x"])
    func aRedirectOutOfTheWebIsRefused(location: String) async throws {
        try await DownloadFixture.answering { _, _ in .status(302, headers: ["Location": location]) }.run { fixture in
            await #expect(throws: DownloadError.redirectRefused(url: fixture.server.url())) {
                try await fixture.download()
            }
            #expect(fixture.partialBytes == [])
        }
    }

    @Test func aBodyAnnouncedAsTooLargeIsStoppedBeforeItStarts() async throws {
        try await DownloadFixture.answering { _, _ in .status(200, body) }.run { fixture in
            fixture.maximumSize = ByteCount(1999)
            let error = DownloadError.tooLarge(url: fixture.server.url(), limit: ByteCount(1999))
            await #expect(throws: error) { try await fixture.download() }
            #expect(fixture.partialBytes == [])
        }
    }

    @Test func aBodyThatGrowsTooLargeIsStoppedWhileItStreams() async throws {
        let endless = LyingServer.Answer.Step.send(Array(repeating: 7, count: 1 << 20))
        let head = LyingServer.Answer.Step.send(Array("HTTP/1.0 200 OK\r\n\r\n".utf8))
        try await DownloadFixture.answering { _, _ in .init(steps: [head] + Array(repeating: endless, count: 64)) }.run
        {
            fixture in
            fixture.expectedSize = ByteCount(body.count)
            let error = DownloadError.tooLarge(url: fixture.server.url(), limit: ByteCount(2000))
            await #expect(throws: error) { try await fixture.download() }
            #expect(fixture.partialBytes == [])
        }
    }

    @Test func aWholeBodyOfAnotherSizeIsNotTheFile() async throws {
        try await DownloadFixture.answering { _, _ in .status(200, Array(body.prefix(9))) }.run { fixture in
            fixture.expectedSize = ByteCount(body.count)
            let error = DownloadError.wrongSize(
                url: fixture.server.url(), received: ByteCount(9), expected: ByteCount(2000))
            await #expect(throws: error) { try await fixture.download() }
            #expect(fixture.partialBytes == [])
        }
    }

    @Test func nobodyListeningIsSaid() async throws {
        try await DownloadFixture.answering { _, _ in .status(200) }.run { fixture in
            let error = await #expect(throws: DownloadError.self) {
                try await fixture.download(url: "http://127.0.0.1:1/x")
            }
            guard case .cannotConnect("http://127.0.0.1:1/x", _) = error else { throw error! }
        }
    }

    @Test func aFileAddressIsReadAndAMissingFileNamed() async throws {
        try await DownloadFixture.answering { _, _ in .status(200) }.run { fixture in
            let source = fixture.folder.appending("source file")
            try Data(body).write(to: URL(filePath: source.string))
            let url = "file://" + source.string.replacing(" ", with: "%20")
            try fixture.leavePartial(body.prefix(100))
            try await fixture.download(url: url)
            #expect(fixture.partialBytes == body)
            await #expect(throws: DownloadError.noSuchFile(url: url + ".gone")) {
                try await fixture.download(url: url + ".gone")
            }
        }
    }

    @Test func otherProtocolsAndNonsenseAreRefused() async throws {
        try await DownloadFixture.answering { _, _ in .status(200) }.run { fixture in
            await #expect(throws: DownloadError.unsupportedProtocol(url: "ftp://127.0.0.1/x")) {
                try await fixture.download(url: "ftp://127.0.0.1/x")
            }
            await #expect(throws: DownloadError.malformedURL("http://")) { try await fixture.download(url: "http://") }
        }
    }

    @Test func aFullFileSystemIsNamedWithItsNeed() async throws {
        try await LyingServer.answering { _, _ in .status(200, body) }.run { server in
            let request = DownloadRequest(
                url: server.url(), destination: "/dev/full", expectedSize: nil, maximumSize: ByteCount(1 << 20))
            let error = DownloadError.fileSystemFull("/dev/full", needed: ByteCount(2000))
            await #expect(throws: error) { try await Downloads.live().download(request) { _, _ in } }
            #expect(error.description == "the file system of `/dev/full` is full: it needs 2.0 kB more")
        }
    }

    @Test func aFolderThatIsMissingIsNamed() async throws {
        let request = DownloadRequest(
            url: "http://127.0.0.1:1/", destination: "/nonexistent/x", expectedSize: nil, maximumSize: ByteCount(1))
        await #expect(throws: DownloadError.cannotWrite("/nonexistent/x", .noSuchFileOrDirectory)) {
            try await Downloads.live().download(request) { _, _ in }
        }
    }

    @Test func credentialsAreInNoMessage() async throws {
        try await DownloadFixture.answering { _, _ in .status(404) }.run { fixture in
            let url = "http://me:secret@127.0.0.1:\(fixture.server.port)/file?token=secret"
            let error = await #expect(throws: DownloadError.self) { try await fixture.download(url: url) }
            #expect(!String(reflecting: error).contains("secret"))
            #expect(error?.description == "`http://***@127.0.0.1:\(fixture.server.port)/file?***` answered 404")
            #expect(fixture.server.requests[0].headers["authorization"] != nil)
        }
    }
}

import MatrixHost
import MatrixModel
import MatrixTestSupport
import Testing

@Suite struct FetchTextTests {
    private let downloads = Downloads.live(clock: PauseRecorder(), policy: .impatient)

    @Test func theTextIsAskedForInTheKindThatIsWanted() async throws {
        try await LyingServer.answering { _, number in number == 0 ? .status(503) : .status(200, Array("häh".utf8)) }
            .run { server in
                let text = try await downloads.fetchText(server.url(), "text/x", ByteCount(10))
                #expect(text == "häh")
                #expect(server.requests.map { $0.headers["accept"] } == ["text/x", "text/x"])
            }
    }

    @Test(arguments: [
        LyingServer.Answer.status(200, Array("12345".utf8)), .chunked(Array("12345".utf8), isComplete: true),
    ])
    func aTextOverTheLimitIsRefused(answer: LyingServer.Answer) async throws {
        try await LyingServer.answering { _, _ in answer }.run { server in
            await #expect(throws: DownloadError.tooLarge(url: server.url(), limit: ByteCount(4))) {
                _ = try await downloads.fetchText(server.url(), "*/*", ByteCount(4))
            }
        }
    }

    @Test func bytesThatAreNoTextAreRefused() async throws {
        try await LyingServer.answering { _, _ in .status(200, [0xFF, 0xFE]) }.run { server in
            await #expect(throws: DownloadError.notText(url: server.url())) {
                _ = try await downloads.fetchText(server.url(), "*/*", ByteCount(4))
            }
        }
    }
}

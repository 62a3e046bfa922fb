import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

private let body = FetchFixture.body

/// Which of several places and archives is taken.
@Suite struct FetchChoiceTests {
    @Test func aMirrorFolderIsAskedBeforeUpstream() async throws {
        try await FetchFixture.answering { _, _ in .status(500) }.run { fixture in
            try fixture.write(body, to: fixture.root.appending("my mirror/it-1.0.tar.gz"))
            fixture.options.mirrors = ["my mirror"]
            let fetched = try await fixture.fetchedBytes(fixture.source(fixture.upstream))
            #expect(fetched == body)
            #expect(fixture.server.requests.isEmpty)
            #expect(fixture.notes.elements.first == "fetching it-1.0.tar.gz from mirror my mirror")
        }
    }

    @Test func aMirrorAddressIsAskedInOrderAndItsCredentialsAreNotTold() async throws {
        try await FetchFixture.answering { request, _ in
            request.target.hasPrefix("/base/") ? .status(404) : .honest(body, to: request)
        }.run { fixture in
            fixture.options.mirrors = ["http://me:secret@127.0.0.1:\(fixture.server.port)/base/"]
            let fetched = try await fixture.fetchedBytes(fixture.source(fixture.upstream))
            #expect(fetched == body)
            #expect(fixture.server.requests.map(\.target) == ["/base/it-1.0.tar.gz", "/it-1.0.tar.gz"])
            #expect(!fixture.notes.elements.joined().contains("secret"))
        }
    }

    @Test func aWrongMirrorCostsOnlyTheTrip() async throws {
        try await FetchFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            try fixture.write([1, 2, 3], to: fixture.root.appending("bad/it-1.0.tar.gz"))
            fixture.options.mirrors = ["bad", "missing"]
            let fetched = try await fixture.fetchedBytes(fixture.source(fixture.upstream))
            #expect(fetched == body)
        }
    }

    @Test func ofSeveralArchivesTheOneThatIsHeldWins() async throws {
        try await FetchFixture.answering { _, _ in .status(500) }.run { fixture in
            try fixture.write(body, to: fixture.final)
            let other = Source(
                fileName: "other.tar.gz", digest: sha256(of: "x"), size: nil, places: [fixture.upstream])
            let held = fixture.source()
            let found = try await fixture.fetcher().fetch(anyOf: [other, held])
            #expect(found.source == held)
            #expect(found.path == fixture.final)
            #expect(fixture.server.requests.isEmpty)
        }
    }

    @Test func ofSeveralArchivesTheFirstThatCanBeHadIsTaken() async throws {
        try await FetchFixture.answering { request, _ in
            request.target == "/other" ? .status(404) : .honest(body, to: request)
        }.run { fixture in
            let url = fixture.server.url("/other")
            let other = Source(fileName: "other.tar.gz", digest: sha256(of: "x"), size: nil, places: [.url(url)])
            let good = fixture.source(fixture.upstream)
            let found = try await fixture.fetcher().fetch(anyOf: [other, good])
            #expect(found.source == good)
            let bad = fixture.source(.url(url + "?"), size: ByteCount(7))
            try Files.removeTree(fixture.final)
            let error = await #expect(throws: FetchError.self) {
                _ = try await fixture.fetcher().fetch(anyOf: [other, bad])
            }
            #expect(
                error?.description.hasPrefix("no place gave `other.tar.gz` or `it-1.0.tar.gz`\n  other.tar.gz, ")
                    == true)
        }
    }

    @Test func offlineWithAWarmFolderWorks() async throws {
        try await FetchFixture.answering { _, _ in .status(500) }.run { fixture in
            fixture.options.offline = true
            try fixture.write(body, to: fixture.final)
            let path = try await fixture.fetcher().fetch(fixture.source(fixture.upstream))
            #expect(path == fixture.final)
        }
    }

    @Test func offlineWithAColdFolderSaysInOneLineWhatIsMissing() async throws {
        try await FetchFixture.answering { _, _ in .status(500) }.run { fixture in
            fixture.options.offline = true
            fixture.options.mirrors = [fixture.server.url("")]
            let error = FetchError.offline(missing: ["it-1.0.tar.gz"], folder: fixture.folder)
            await #expect(throws: error) { try await fixture.fetcher().fetch(fixture.source(fixture.upstream)) }
            #expect(
                error.description == "`it-1.0.tar.gz` is not in `\(fixture.folder)`, and `--offline` allows no download"
            )
            #expect(fixture.server.requests.isEmpty)
        }
    }

    @Test func offlineStillTakesAMirrorFolder() async throws {
        try await FetchFixture.answering { _, _ in .status(500) }.run { fixture in
            try fixture.write(body, to: fixture.root.appending("mirror/it-1.0.tar.gz"))
            fixture.options.offline = true
            fixture.options.mirrors = ["\(fixture.root)/mirror"]
            let fetched = try await fixture.fetchedBytes(fixture.source(fixture.upstream))
            #expect(fetched == body)
        }
    }
}

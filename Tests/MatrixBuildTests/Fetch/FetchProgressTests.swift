import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

private let body = FetchFixture.body

@Suite struct FetchProgressTests {
    @Test func aTerminalSeesALineThatMovesOnAndIsWiped() async throws {
        let lines = Recorder<String>()
        try await FetchFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            var host = fixture.host
            let download = host.downloads.download
            host.downloads.download = { request, progress in
                progress(ByteCount(500_000), ByteCount(2_000_000))
                progress(ByteCount(600_000), nil)
                try await download(request, progress)
            }
            host.console.isInteractive = true
            host.console.transient = { lines.append($0) }
            let fetcher = SourceFetcher(
                host: host, folder: fixture.folder, locks: fixture.locks, options: FetchOptions())
            _ = try await fetcher.fetch(fixture.source(fixture.upstream))
            #expect(lines.elements.count == 4)
            #expect(lines.elements[0].hasPrefix("it-1.0.tar.gz  [#####---------------] 25%  500.0 kB  "))
            #expect(lines.elements[1].hasPrefix("it-1.0.tar.gz  600.0 kB  "))
            #expect(lines.elements.last == "")
            #expect(fixture.notes.elements.count == 1)
            #expect(fixture.notes.elements[0].hasPrefix("fetched it-1.0.tar.gz: 31 B in "))
        }
    }

    @Test func whatIsNotFoundGoodIsNotCalledFetched() async throws {
        try await FetchFixture.answering { _, _ in .status(200, [1]) }.run { fixture in
            await #expect(throws: FetchError.self) {
                try await fixture.fetcher().fetch(fixture.source(fixture.upstream))
            }
            #expect(fixture.notes.elements == ["fetching it-1.0.tar.gz from upstream (127.0.0.1)"])
        }
    }

    @Test func aPlaceThatGaveNothingLeavesNothing() async throws {
        try await FetchFixture.answering { _, _ in .status(404) }.run { fixture in
            await #expect(throws: FetchError.self) {
                try await fixture.fetcher().fetch(fixture.source(fixture.upstream))
            }
            #expect(fixture.bytes(fixture.partial) == nil)
        }
    }
}

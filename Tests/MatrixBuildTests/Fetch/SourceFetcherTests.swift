import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

private let body = FetchFixture.body

@Suite struct SourceFetcherTests {
    @Test func aSourceIsBroughtOnceAndThenHeld() async throws {
        try await FetchFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            let fetcher = fixture.fetcher()
            let source = fixture.source(fixture.upstream, size: ByteCount(body.count))
            var paths = [try await fetcher.held(source)]
            paths.append(try await fetcher.fetch(source))
            paths.append(try await fetcher.fetch(source))
            paths.append(try await fixture.fetcher().held(source))
            #expect(paths == [nil, fixture.final, fixture.final, fixture.final])
            #expect(fixture.bytes(fixture.final) == body)
            #expect(fixture.bytes(fixture.partial) == nil)
            #expect(fixture.server.requests.count == 1)
            // How long it took is the machine's affair.
            let notes = fixture.notes.elements.map { $0.prefix { $0 != ":" } }
            #expect(notes == ["fetching it-1.0.tar.gz from upstream (127.0.0.1)", "fetched it-1.0.tar.gz"])
        }
    }

    @Test func aWrongDigestIsRemovedAndBothDigestsAreTold() async throws {
        try await FetchFixture.answering { _, _ in .status(200, Array("others\n".utf8)) }.run { fixture in
            let error = await #expect(throws: FetchError.self) {
                try await fixture.fetcher().fetch(fixture.source(fixture.upstream))
            }
            let reason = FetchError.wrongDigest(expected: FetchFixture.digest, found: sha256(of: "others\n"))
                .description
            #expect(
                error
                    == .unavailable([
                        PlaceFailure(fileName: "it-1.0.tar.gz", place: "upstream (127.0.0.1)", reason: reason)
                    ]))
            #expect(fixture.bytes(fixture.partial) == nil)
            #expect(fixture.bytes(fixture.final) == nil)
            #expect(fixture.server.requests.count == 1)
        }
    }

    @Test func aCorruptPartialIsRestartedOnceFromZero() async throws {
        try await FetchFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            try fixture.write([1, 2, 3], to: fixture.partial)
            let path = try await fixture.fetcher().fetch(fixture.source(fixture.upstream))
            #expect(fixture.bytes(path) == body)
            #expect(fixture.server.requests.map(\.rangeStart) == [3, nil])
        }
    }

    @Test func aCompletePartialNeedsNoServer() async throws {
        try await FetchFixture.answering { _, _ in .status(500) }.run { fixture in
            try fixture.write(body, to: fixture.partial)
            let path = try await fixture.fetcher().fetch(fixture.source(fixture.upstream))
            #expect(fixture.bytes(path) == body)
            #expect(fixture.server.requests.isEmpty)
        }
    }

    @Test func aCutTransferIsResumedByTheNextRun() async throws {
        try await FetchFixture.answering { request, number in
            number == 0 ? .truncated(body, after: 10) : .honest(body, to: request)
        }.run { fixture in
            let source = fixture.source(fixture.upstream)
            await #expect(throws: FetchError.self) { try await fixture.fetcher().fetch(source) }
            #expect(fixture.bytes(fixture.partial) == Array(body.prefix(10)))
            let fetched = try await fixture.fetchedBytes(source)
            #expect(fetched == body)
            #expect(fixture.server.requests.map(\.rangeStart) == [nil, 10])
        }
    }

    @Test func aChunkedBodyCutShortIsNeverPublished() async throws {
        try await FetchFixture.answering { _, _ in .chunked(Array(body.dropLast()), isComplete: false) }.run {
            fixture in
            await #expect(throws: FetchError.self) {
                try await fixture.fetcher().fetch(fixture.source(fixture.upstream))
            }
            #expect(fixture.bytes(fixture.final) == nil)
        }
    }

    @Test(arguments: [404, 410])
    func theNextPlaceIsAskedWhenOneHasItNot(status: Int) async throws {
        try await FetchFixture.answering { request, _ in
            request.target == "/gone" ? .status(status) : .honest(body, to: request)
        }.run { fixture in
            let source = fixture.source(.url(fixture.server.url("/gone")), fixture.upstream)
            let fetched = try await fixture.fetchedBytes(source)
            #expect(fetched == body)
        }
    }

    @Test func whenAllPlacesFailEachIsListedWithItsReason() async throws {
        try await FetchFixture.answering { request, _ in .status(request.target == "/a" ? 404 : 403) }.run { fixture in
            let url = fixture.server.url("")
            let source = fixture.source(.url("\(url)/a"), .url("\(url)/b"))
            let error = await #expect(throws: FetchError.self) { try await fixture.fetcher().fetch(source) }
            #expect(
                error?.description == """
                    no place gave `it-1.0.tar.gz`
                      upstream (127.0.0.1): `\(url)/a` answered 404
                      upstream (127.0.0.1): `\(url)/b` answered 403
                    """)
        }
    }

    @Test func aDamagedFileIsRemovedAndBroughtAgain() async throws {
        try await FetchFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            try fixture.write(body.reversed(), to: fixture.final)
            let path = try await fixture.fetcher().fetch(fixture.source(fixture.upstream))
            #expect(fixture.bytes(path) == body)
            #expect(
                fixture.notes.elements.first?.hasPrefix("warning: removing `\(fixture.final)`: its SHA-256") == true)
        }
    }

    @Test func twoFetchersBringOneFileOnce() async throws {
        try await FetchFixture.answering { request, _ in
            .init(steps: [.pause(.milliseconds(150))] + LyingServer.Answer.honest(body, to: request).steps)
        }.run { fixture in
            let source = fixture.source(fixture.upstream)
            let (one, other) = (fixture.fetcher(), fixture.fetcher())
            async let first = one.fetch(source)
            async let second = other.fetch(source)
            let paths = try await [first, second]
            #expect(paths == [fixture.final, fixture.final])
            #expect(fixture.server.requests.count == 1)
            #expect(fixture.notes.elements.contains { $0.hasPrefix("waiting for pid ") })
        }
    }

    @Test func aFileSystemThatCannotBeWrittenIsNotBlamedOnThePlace() async throws {
        try await FetchFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            try fixture.write([], to: fixture.root.appending("store"))
            await #expect(throws: FileError.self) {
                try await fixture.fetcher().fetch(fixture.source(fixture.upstream))
            }
            #expect(fixture.server.requests.isEmpty)
        }
    }
}

import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

private let body = FetchFixture.body
private let digest = FetchFixture.digest

@Suite struct PipMirrorTests {
    @Test(arguments: ["global.index-url='INDEX'", "global.index-url='http://127.0.0.1:1/'\n:env:.index-url='INDEX/'"])
    func theAddressOfTheIndexIsPipsOwn(configuration: String) async throws {
        try await FetchFixture.answering(index(Self.json)).run { fixture in
            let list = configuration.replacing("INDEX", with: fixture.server.url("/simple"))
            try await fakePython(fixture, configuration: list)
            let fetched = try await fixture.fetchedBytes(fixture.source(.pip(project: "It_is.IT")))
            #expect(fetched == body)
            let accept = fixture.server.requests[0].headers["accept"]
            #expect(accept == "application/vnd.pypi.simple.v1+json, text/html;q=0.1")
            #expect(fixture.notes.elements.first == "fetching it-1.0.tar.gz from pip mirror (project It_is.IT)")
        }
    }

    @Test(arguments: [json, html])
    func aPageIsReadForWhatItIs(page: String) async throws {
        try await FetchFixture.answering(index(page)).run { fixture in
            try await fakePython(fixture, configuration: "", standard: fixture.server.url("/simple"))
            let fetched = try await fixture.fetchedBytes(fixture.source(.pip(project: "It_is.IT")))
            #expect(fetched == body)
            #expect(fixture.server.requests.map(\.target) == ["/simple/it-is-it/", "/files/it-1.0.tar.gz?a=1&b=2"])
        }
    }

    @Test func theCredentialsOfTheIndexGoWithItsFilesAndIntoNoMessage() async throws {
        try await FetchFixture.answering(index(Self.html)).run { fixture in
            let list = "global.index-url='http://me:secret@127.0.0.1:\(fixture.server.port)/simple'"
            try await fakePython(fixture, configuration: list)
            _ = try await fixture.fetcher().fetch(fixture.source(.pip(project: "It_is.IT")))
            #expect(fixture.server.requests.allSatisfy { $0.headers["authorization"] != nil })
            #expect(!fixture.notes.elements.joined().contains("secret"))
        }
    }

    @Test(arguments: ["{}", "<html></html>", "", json.replacing(digest.hexadecimal, with: "00")])
    func aPageWithoutOurDigestIsSaid(page: String) async throws {
        try await FetchFixture.answering(index(page)).run { fixture in
            try await fakePython(fixture, configuration: "", standard: fixture.server.url("/simple"))
            #expect(await reason(fixture) == "\(FetchError.notInIndex(project: "It_is.IT", digest: digest))")
        }
    }

    @Test func aPythonWithoutPipIsSaid() async throws {
        try await FetchFixture.answering { _, _ in .status(500) }.run { fixture in
            try await writeFakeTool(
                "python3", in: fixture.root.appending("bin"), script: "echo 'No module named pip' >&2; exit 1")
            #expect(await reason(fixture) == "`python3 -m pip config list` failed: No module named pip")
        }
    }

    private static let json = """
        {"meta": {"api-version": "1.1"}, "name": "it", "files": [
          {"filename": "it-2.0.tar.gz", "url": "https://files.example.invalid/it-2.0.tar.gz", "hashes": {}},
          {"filename": "it-1.0.tar.gz", "url": "../../files/it-1.0.tar.gz?a=1&b=2",
           "hashes": {"sha256": "\(digest)"}, "size": \(body.count)}]}
        """

    private static let html = """
        <!DOCTYPE html><html><body>
        <a href="https://files.example.invalid/it-2.0.tar.gz#sha256=\(sha256(of: "x"))">it-2.0.tar.gz</a><br/>
        <a rel="internal" href="/files/it-1.0.tar.gz?a=1&amp;b=2#sha256=\(digest)" data-requires-python="">it</a><br/>
        </body></html>
        """

    private func index(_ page: String) -> LyingServer.Handler {
        { request, _ in
            request.target == "/simple/it-is-it/" ? .status(200, Array(page.utf8)) : .honest(body, to: request)
        }
    }

    private func fakePython(_ fixture: FetchFixture, configuration: String, standard: String = "") async throws {
        try await writeFakeTool(
            "python3", in: fixture.root.appending("bin"),
            script: """
                case "$*" in
                "-m pip config list") cat <<'END'
                \(configuration)
                END
                ;;
                "-c from pip._internal.models.index import PyPI; print(PyPI.simple_url)") echo '\(standard)' ;;
                *) exit 9 ;;
                esac
                """)
    }

    private func reason(_ fixture: FetchFixture) async -> String? {
        let source = fixture.source(.pip(project: "It_is.IT"))
        let error = await #expect(throws: FetchError.self) { try await fixture.fetcher().fetch(source) }
        guard case .unavailable(let failures) = error else { return nil }
        return failures.first?.reason
    }
}

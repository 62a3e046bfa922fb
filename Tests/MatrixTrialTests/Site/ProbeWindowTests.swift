import MatrixHost
import MatrixModel
import MatrixServers
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixTrial

@Suite("A probe window") struct ProbeWindowTests {
    @Test("counts what anybody was answered with a 5xx since it was asked last, and nothing else")
    func serverErrors() async throws {
        try await withTemporaryFolder { root in
            let log = root.appending("access.log")
            let old = "[23/Nov/2026:10:00:00 +0000] 1 \"GET /old HTTP/1.1\" 503 0 1\n"
            try Files.writeFile(log, old)
            var window = ProbeWindow(
                host: .failing,
                identity: CellIdentity(
                    cell: try #require(Cell("3.13.5+6.1.1+daemon+event")), pythonPrefix: "/p", libpython: "/p/lib",
                    generation: "/g"),
                port: 1, application: nil, log: FileFollower(endOf: log))
            #expect(window.newServerErrors() == 0)
            let new = """
                [23/Nov/2026:10:00:01 +0000] 1 "GET / HTTP/1.1" 200 500 5
                [23/Nov/2026:10:00:01 +0000] 1 "GET /?a=\\"b 502 HTTP/1.1" 404 0 5
                [23/Nov/2026:10:00:01 +0000] 1 "GET / HTTP/1.1" 502 0 5
                [23/Nov/2026:10:00:01 +0000] 1 "GET / HTTP/1.1" 503 0 5

                """
            try Files.replaceFile(log, old + new)
            #expect(window.newServerErrors() == 2)
            #expect(window.newServerErrors() == 0)
        }
    }
}

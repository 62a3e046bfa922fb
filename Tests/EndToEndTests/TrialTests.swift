import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A test of a cell", .timeLimit(.minutes(10))) struct TrialTests {
        private let tool = SharedStore.tool

        @Test("passes for a healthy one, with the requests, the server, the driver and the samples that it says")
        func passes() async throws {
            let pair = Pair.newest
            try await SharedStore.prepare((pair, "4.20.0"))
            let answer = try await tool.answer(TrialAnswer.self, "test", pair.python, pair.modWsgi, "--offline")
            #expect(answer.cell == "3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0")
            try expectHealthy(answer, hosts: 1)
            #expect(answer.driver == "pymongo-4.20.0")
            #expect(
                try Files.listFolder(FilePath(answer.folder)).contains("mod_wsgi_test.conf"),
                "what was rendered is kept beside the logs")
            #expect(commandsUsing(tool.store) == [], "neither Apache nor MongoDB stays")
        }

        @Test("is one of several that a selection names, each with its own topology, mode and driver")
        func selection() async throws {
            try await SharedStore.prepare((.newest, "4.20.0"), (.oldest, "3.13.0"))
            try await withTemporaryFolder { recipes in
                try Files.writeFile(
                    recipes.appending("matrix.yaml"),
                    """
                    format: 1
                    kind: matrix
                    selections:
                      two:
                        why: "a set in embedded mode, and the oldest Python with the driver that is the newest for it"
                        cells:
                          - {python: "3.13.5", mod_wsgi: "6.1.1", mode: embedded, mpm: event, topology: replica-set}
                          - {python: "2.7.18", mod_wsgi: "4.9.4", mode: daemon, mpm: prefork, topology: standalone}

                    """)
                let outcome = try await tool.run(
                    "test", "--select", "two", "--recipes", recipes.string, "--offline", "--json")
                #expect(outcome.status == .exited(0), "\(outcome.messages)")
                let results = try outcome.decoded(as: PlanAnswer.self).results
                #expect(
                    Set(results.map(\.cell)) == [
                        "3.13.5+6.1.1+embedded+event+replica-set+pymongo-4.20.0",
                        "2.7.18+4.9.4+daemon+prefork+standalone+pymongo-3.13.0",
                    ])
                for result in results {
                    try expectHealthy(result, hosts: result.cell.contains("replica-set") ? 3 : 1)
                }
                #expect(commandsUsing(tool.store) == [])
            }
        }

        /// 500 requests in parallel and 1,200 serially, a look after every 25 of these.
        private func expectHealthy(_ answer: TrialAnswer, hosts: Int) throws {
            #expect(answer.verdict == "passed", "\(answer.findings)")
            #expect(answer.findings.isEmpty)
            #expect(answer.requests == .init(sent: 1700, ok: 1700, failed: [:]))
            let server = try #require(answer.server)
            #expect(server.kind == "embedded")
            #expect(!server.version.isEmpty)
            #expect(server.hosts.count == hosts)
            let latency = try #require(answer.latency)
            #expect(latency.p50 > 0 && latency.p50 <= latency.p99 && latency.p99 <= latency.max)
            #expect(answer.samples.map(\.requests) == Array(stride(from: 0, through: 1200, by: 25)))
            let descriptors = answer.samples.suffix(24).map(\.descriptors)
            let (least, most) = (try #require(descriptors.min()), try #require(descriptors.max()))
            #expect(least > 0)
            // What 600 requests of the slowest leak that is to be called (0.005 a request) would add.
            #expect(most - least <= 3, "\(descriptors)")
        }
    }
}

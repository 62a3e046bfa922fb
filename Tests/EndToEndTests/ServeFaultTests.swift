import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A served cell", .timeLimit(.minutes(15))) struct ServeFaultTests {
        private let tool = SharedStore.tool
        private let cell = TestCell.newest

        @Test("is left as it is by a second serve")
        func twice() async throws {
            try await withCleanUp { cleanUp in
                let first = try await SharedStore.serve(cell, cleanUp: cleanUp)
                let second = try await SharedStore.serve(cell, cleanUp: cleanUp)
                #expect(second.pid == first.pid)
                #expect(second.urls == first.urls)
                #expect(second.built == [])
            }
        }

        @Test("does not start on a port that somebody has, and says who")
        func portTaken() async throws {
            try await LyingServer.answering { _, _ in .status(200) }.run { server in
                try await withCleanUp { cleanUp in
                    cleanUp.add { _ = try? await tool.run("stop", cell.name) }
                    let outcome = try await tool.run(
                        "serve", cell.pair.python, cell.pair.modWsgi, "--port", "\(server.port)")
                    #expect(outcome.status == .exited(75))
                    #expect(outcome.output == "")
                    #expect(outcome.messages.contains("\(server.port)"), "\(outcome.messages)")
                    #expect(outcome.messages.contains("\(getpid())"), "\(outcome.messages)")
                    #expect(try await tool.answer(Statuses.self, "status").servers.isEmpty)
                }
            }
        }

        @Test("whose Apache is killed is reported as died, is cleaned up by stop and can be served again")
        func parentKilled() async throws {
            try await withCleanUp { cleanUp in
                let first = try await SharedStore.serve(cell, cleanUp: cleanUp)
                let parent = try #require(ProcessTable.live.lookup(first.pid))
                #expect(ProcessTable.live.signal(parent.identity, .kill))
                try await wait(for: "its death") { ProcessTable.live.lookup(first.pid) == nil }

                let status = try await tool.run("status", "--json")
                #expect(status.status == .exited(1))
                #expect(try status.decoded(as: Statuses.self).servers.map(\.state) == ["died"])

                try await tool.succeed("stop", cell.name)
                #expect(commandsUsing(tool.store) == [])
                #expect(try await tool.run("status").status == .exited(0))

                let second = try await SharedStore.serve(cell, cleanUp: cleanUp)
                #expect(second.pid != first.pid)
                #expect(try await HTTPProbe.live.get(second.urls[0], .seconds(20)).status == 200)
            }
        }

        @Test("is interrupted while it starts: no Apache stays")
        func interruptedStart() async throws {
            _ = try await tool.answer(Provisioned.self, "provision", cell.pair.python, cell.pair.modWsgi)
            for delay in [100, 200, 300, 400] {
                try await withCleanUp { cleanUp in
                    cleanUp.add { _ = try? await tool.run("stop", cell.name) }
                    let run = try await tool.start(
                        ["serve", cell.pair.python, cell.pair.modWsgi], cleanUp: cleanUp)
                    try await Task.sleep(for: .milliseconds(delay))
                    let outcome = try await run.end(by: SIGINT)
                    if outcome.status == .exited(128 + SIGINT) {
                        #expect(try await tool.answer(Statuses.self, "status").servers.isEmpty)
                        #expect(commandsUsing(tool.store) == [])
                    }
                }
            }
        }
    }
}

import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A test of a cell that ends early", .timeLimit(.minutes(10))) struct TrialDeathTests {
        private let tool = SharedStore.tool
        private let arguments = [
            "test", Pair.newest.python, Pair.newest.modWsgi, "--mpm", "worker", "--offline", "--json",
        ]

        @Test("because it is killed leaves no Apache and no MongoDB, and can be begun anew")
        func killed() async throws {
            let outcome = try await end(by: SIGKILL)
            #expect(outcome.status == .signalled(SIGKILL))
            try await wait(for: "the end of all that it has started", within: .seconds(5)) {
                processesUsing(tool.store) == []
            }
            let next = try await tool.run(arguments)
            #expect(next.status == .exited(0), "\(next.messages)")
            #expect(try next.decoded(as: TrialAnswer.self).verdict == "passed")
        }

        @Test("because it is interrupted takes everything down and says so")
        func interrupted() async throws {
            let outcome = try await end(by: SIGINT)
            #expect(outcome.status == .exited(128 + SIGINT), "\(outcome.messages)")
            #expect(outcome.messages.contains("stopped by SIGINT"))
            #expect(outcome.output == "", "no verdict about a cell that was not tested")
            #expect(commandsUsing(tool.store) == [])
        }

        /// Sends the signal while the cell is being primed: Apache's workers have begun to connect to MongoDB.
        private func end(by signal: Int32) async throws -> Tool.Outcome {
            try await SharedStore.prepare((.newest, "4.20.0"))
            return try await withCleanUp { cleanUp in
                cleanUp.add { endAll(processesUsing(tool.store)) }
                let run = try await tool.start(arguments, cleanUp: cleanUp)
                try await wait(for: "priming") {
                    let processes = processesUsing(tool.store)
                    return processes.contains { $0.commandLine.contains("embedded-mongod") }
                        && processes.contains { ProcessTable.live.usage($0.pid)?.threads ?? 0 > 15 }
                }
                try await Task.sleep(for: .seconds(2))
                return try await run.end(by: signal)
            }
        }
    }
}

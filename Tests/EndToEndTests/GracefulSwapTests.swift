import Foundation
import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A swap by a reload", .timeLimit(.minutes(15))) struct GracefulSwapTests {
        private let tool = SharedStore.tool
        private let other = "3.9.2+4.7.1+embedded+event"

        @Test("among three Pythons loses no request of libcurl's in embedded mode")
        func noneIsLost() async throws {
            try await withServer { server, cleanUp in
                let load = SwapLoad(
                    "http://localhost:\(server.port)",
                    [["-n", "400", "/"], ["-n", "400", "--keep-alive", "/"], ["-n", "40", "/?0.05"]])
                cleanUp.add { _ = try? await load.end() }
                var before = server.cell
                for pair in [("3.9.2", "4.7.1"), ("2.7.18", "4.9.4"), ("3.13.5", "6.1.1")] {
                    let swap = try await tool.answer(
                        SwapAnswer.self, "swap", pair.0, pair.1, "--site", before, "--probe-window", "1s")
                    #expect(swap.isSwapped)
                    #expect(swap.strategy == "graceful")
                    #expect(swap.from == before)
                    #expect(swap.window?.failedProbes == 0)
                    #expect(swap.transition?.serverErrors == 0)
                    #expect(try await SwapApplication.python(server.url) == pair.0)
                    before = swap.to
                }
                for answer in try await load.end() {
                    #expect(answer.failed == [:])
                    #expect(answer.ok > 0)
                }
            }
        }

        @Test("says before it starts what users may lose")
        func loss() async throws {
            try await withServer { server, _ in
                let outcome = try await tool.run(
                    "swap", "3.9.2", "4.7.1", "--mode", "daemon", "--site", server.cell, "--probe-window", "0s")
                #expect(outcome.status == .exited(0))
                let words = outcome.messages.split(separator: "\n")
                #expect(words.first?.contains("502 or 503") == true, "\(outcome.messages)")
                #expect(words.dropFirst().first?.contains("pre-flight") == true, "\(outcome.messages)")
            }
        }

        @Test("to an application that fails there is refused, with Python's own words")
        func applicationFails() async throws {
            try await withServer(application: SwapApplication.modern) { server, _ in
                let outcome = try await tool.run("swap", "2.7.18", "4.9.4", "--site", server.cell)
                #expect(outcome.status == .exited(1))
                #expect(outcome.messages.contains("refused in pre-flight"), "\(outcome.messages)")
                #expect(outcome.messages.contains("SyntaxError"), "\(outcome.messages)")
                #expect(try await row(server)?.cell == server.cell)
                #expect(try await SwapApplication.python(server.url) == "3.13.5")
            }
        }

        @Test("keeps to the MPM, and to a front when it is asked to lose nothing")
        func refusals() async throws {
            try await withServer { server, _ in
                let mpm = try await tool.run("swap", "2.7.18", "4.9.4", "--mpm", "prefork", "--site", server.cell)
                #expect(mpm.status == .exited(64))
                #expect(mpm.messages.contains("keeps the MPM"), "\(mpm.messages)")
                let front = try await tool.run("swap", "2.7.18", "4.9.4", "--zero-loss", "--site", server.cell)
                #expect(front.status == .exited(64))
                #expect(front.messages.contains("serve --zero-loss"), "\(front.messages)")
                let nobody = try await tool.run("swap", "2.7.18", "4.9.4", "--site", "nobody")
                #expect(nobody.status == .exited(64))
                #expect(nobody.messages.contains(server.cell), "\(nobody.messages)")
            }
        }

        @Test("whose parent dies in the probe window is rolled back, and the outage is told")
        func rolledBack() async throws {
            try await withServer { server, cleanUp in
                let swap = try await tool.start(
                    ["swap", "3.9.2", "4.7.1", "--site", server.cell, "--probe-window", "60s"], cleanUp: cleanUp)
                try await wait(for: "the probe window") { try await row(server)?.swap == "probe" }
                #expect(try await row(server)?.cell == other)
                endAll(processes(of: server))
                let outcome = try await swap.task.value
                #expect(outcome.status == .exited(1))
                #expect(outcome.messages.contains("rolled back"), "\(outcome.messages)")
                #expect(outcome.messages.contains(" ms"), "\(outcome.messages)")
                #expect(try await row(server)?.cell == server.cell)
                #expect(try await SwapApplication.python(server.url) == "3.13.5")
            }
        }

        @Test("can be taken back")
        func rollback() async throws {
            try await withServer { server, _ in
                let nowhere = try await tool.run("swap", "--rollback", "--site", server.cell)
                #expect(nowhere.status == .exited(64))
                try await tool.succeed("swap", "3.9.2", "4.7.1", "--site", server.cell, "--probe-window", "0s")
                #expect(try await row(server)?.cell == other)
                try await tool.succeed("swap", "--rollback", "--site", other, "--probe-window", "0s")
                #expect(try await row(server)?.cell == server.cell)
                #expect(try await row(server)?.pid == server.pid)
            }
        }

        @Test(
            "that is killed is undone by the next one, and status tells what answers",
            arguments: ["pre-flight", "probe"], [false, true])
        func killed(step: String, isCutOver: Bool) async throws {
            try await withServer { server, cleanUp in
                let arguments = ["swap", "3.9.2", "4.7.1", "--site", server.cell]
                let swap = try await tool.start(arguments + ["--probe-window", "60s"], cleanUp: cleanUp)
                try await wait(for: step) { try await row(server)?.swap == step }
                #expect(try await swap.end(by: SIGKILL).status == .signalled(SIGKILL))
                if isCutOver {
                    try SwapApplication.rewrite(
                        step, to: "cut-over", in: tool.store.appending("run/\(server.cell)/swap.json"))
                }

                let seen = try #require(try await row(server))
                #expect(seen.state == "running")
                #expect(seen.cell == (step == "pre-flight" ? server.cell : other))
                #expect(seen.swap == (isCutOver ? "cut-over" : step))
                #expect(try await SwapApplication.python(server.url) == (step == "pre-flight" ? "3.13.5" : "3.9.2"))

                let next = try await tool.run(arguments + ["--probe-window", "0s", "--json"])
                #expect(next.status == .exited(0), "\(next.messages)")
                #expect(try next.decoded(as: SwapAnswer.self).isSwapped)
                #expect(try await row(server)?.cell == other)
                #expect(try await row(server)?.swap == nil)
                #expect(processesUsing(preFlight(server)) == [])
            }
        }

        @Test("that is killed leaves nothing to a stop")
        func stopped() async throws {
            try await withServer { server, cleanUp in
                let swap = try await tool.start(
                    ["swap", "3.9.2", "4.7.1", "--site", server.cell, "--probe-window", "60s"], cleanUp: cleanUp)
                try await wait(for: "the probe window") { try await row(server)?.swap == "probe" }
                _ = try await swap.end(by: SIGKILL)
                try await tool.succeed("stop", other)
                #expect(try await row(server) == nil)
                #expect(processes(of: server) == [])
            }
        }

        @Test("is compared with what is served before it is begun")
        func compared() async throws {
            try await withServer { server, _ in
                let answer = try await tool.answer(
                    ComparisonAnswer.self, "swap", "--ab", "3.9.2", "4.7.1", "--site", server.cell, "--rounds", "4",
                    "--requests", "50", "--seed", "7")
                #expect(answer.a == server.cell)
                #expect(answer.b == other)
                #expect(answer.seed == 7)
                #expect(answer.failed == ["a": 0, "b": 0])
                #expect(Set(answer.figures.map(\.name)).isSuperset(of: ["throughput", "memory", "descriptors"]))
                for figure in answer.figures {
                    #expect(figure.value.a > 0, "\(figure.name)")
                    #expect(figure.value.b > 0, "\(figure.name)")
                }
                #expect(try await row(server)?.cell == server.cell)
                #expect(commandsUsing(tool.store.appending("trials")) == [])
            }
        }

        @Test("asked for several times at once: the last one wins, and nothing is left over")
        func together() async throws {
            try await withServer { server, _ in
                let pairs = [("3.9.2", "4.7.1"), ("3.13.5", "6.1.1"), ("2.7.18", "4.9.4")]
                let outcomes = try await withThrowingTaskGroup(of: Tool.Outcome.self) { group in
                    for number in 0..<12 {
                        let pair = pairs[number % 3]
                        group.addTask {
                            try await tool.run("swap", pair.0, pair.1, "--probe-window", "0s")
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for outcome in outcomes where outcome.status != .exited(0) {
                    #expect(outcome.status == .exited(75))
                    #expect(outcome.messages.contains("asked for later"), "\(outcome.messages)")
                }
                #expect(outcomes.contains { $0.status == .exited(0) })
                #expect(processesUsing(preFlight(server)) == [])
                #expect(try await row(server)?.swap == nil)
            }
        }

        /// A server in embedded mode with the application.
        private struct Server {
            var cell: String
            var port: UInt16
            var pid: Int32
            var url: String { "http://127.0.0.1:\(port)" }
        }

        private func withServer(
            application: String = SwapApplication.text,
            _ body: (_ server: Server, _ cleanUp: CleanUp) async throws -> Void
        ) async throws {
            for pair in [Pair.newest, Pair(python: "3.9.2", modWsgi: "4.7.1", mpm: "event"), .oldest] {
                try await tool.succeed(
                    "provision", pair.python, pair.modWsgi, "--mode", "embedded", "--mpm", "event")
            }
            try await withTemporaryFolder { root in
                let script = root.appending("application.py")
                try Files.writeFile(script, application)
                try Files.setPermissions(root, .sharedFolder)
                try await withCleanUp { cleanUp in
                    cleanUp.add { _ = try? await tool.run("stop") }
                    let served = try await tool.answer(
                        Served.self, "serve", "3.13.5", "6.1.1", "--mode", "embedded", "--app", script.string)
                    try await body(Server(cell: served.cell, port: served.port, pid: served.pid), cleanUp)
                }
                #expect(commandsUsing(tool.store.appending("run")) == [])
            }
        }

        private func row(_ server: Server) async throws -> Statuses.Server? {
            // Exit code 1 says that something died, which a test may have wanted.
            try await tool.run("status", "--json").decoded(as: Statuses.self).servers.first {
                $0.startedAs == server.cell
            }
        }

        private func preFlight(_ server: Server) -> FilePath {
            tool.store.appending("run/\(server.cell)/pre-flight")
        }

        private func processes(of server: Server) -> [ProcessRecord] {
            processesUsing(tool.store.appending("run/\(server.cell)"))
        }
    }
}

import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    /// Breaks into the build of a real CPython; none of them is built to its end.
    @Suite("A build of a real CPython", .timeLimit(.minutes(10))) struct InterruptionTests {
        @Test(
            "that is stopped leaves no child and nothing half-made, and can be begun and stopped again",
            arguments: [
                [Interruption(SIGINT, in: "unpack"), Interruption(SIGHUP, in: "configure")],
                [Interruption(SIGTERM, in: "configure"), Interruption(SIGINT, in: "make")],
            ])
        func stopped(interruptions: [Interruption]) async throws {
            try await withStore { tool, arguments in
                for interruption in interruptions {
                    let outcome = try await interrupt(interruption, tool, arguments)
                    #expect(outcome.status == .exited(128 + interruption.signal), "\(outcome.messages)")
                    #expect(outcome.messages.contains(": \(interruption.step)\n"), "it got that far")
                    #expect(outcome.messages.contains("stopped by SIG"))
                    #expect(commandsUsing(tool.store) == [])
                    try await expectNothing(in: tool)
                }
            }
        }

        @Test("that is killed is begun anew: nothing of it is used, and nothing of it stays")
        func killed() async throws {
            try await withStore { tool, arguments in
                let killed = try await interrupt(Interruption(SIGKILL, in: "configure"), tool, arguments)
                #expect(killed.status == .signalled(SIGKILL))
                let leftover = try Files.listFolder(tool.store.appending("staging"))
                #expect(leftover.count == 1)
                #expect(try await tool.answer(Entries.self, "cache", "list").entries.isEmpty)

                // Children of the killed run may still be at work while the next one starts.
                let next = try await interrupt(Interruption(SIGTERM, in: "configure"), tool, arguments)
                #expect(next.status == .exited(128 + SIGTERM), "\(next.messages)")
                try await wait(for: "the end of what the killed run has started") { processesUsing(tool.store) == [] }
                _ = try await interrupt(Interruption(SIGTERM, in: "configure"), tool, arguments)
                try await expectNothing(in: tool)
            }
        }

        /// A store of its own, with the oldest Python because that is the smallest.
        private func withStore(_ body: (_ tool: Tool, _ arguments: [String]) async throws -> Void) async throws {
            try await withTemporaryFolder { root in
                let mirror = try await SharedStore.mirror(.oldest, in: root)
                let pair = Pair.oldest
                try await body(
                    Tool(store: root.appending("store")),
                    ["provision", pair.python, pair.modWsgi, "--offline", "--mirror", mirror.string])
            }
        }

        /// Sends the signal once the step is under way.
        private func interrupt(
            _ interruption: Interruption, _ tool: Tool, _ arguments: [String]
        ) async throws -> Tool.Outcome {
            try await withCleanUp { cleanUp in
                cleanUp.add { endAll(processesUsing(tool.store)) }
                let run = try await tool.start(arguments, cleanUp: cleanUp)
                try await wait(for: interruption.step) {
                    processesUsing(tool.store).contains(where: interruption.isReached)
                }
                return try await run.end(by: interruption.signal)
            }
        }

        private func expectNothing(in tool: Tool) async throws {
            #expect(try Files.listFolder(tool.store.appending("staging")) == [])
            #expect(try Files.listFolder(tool.store.appending("python-v1")) == [])
            #expect(try await tool.answer(Entries.self, "cache", "list").entries.isEmpty)
        }
    }
}

/// A signal and the step of a build in which it comes.
struct Interruption: Sendable, CustomTestStringConvertible {
    let signal: Int32
    let step: String

    init(_ signal: Int32, in step: String) { (self.signal, self.step) = (signal, step) }

    /// Whether this is a process that only that step has.
    func isReached(_ process: ProcessRecord) -> Bool {
        switch step {
        case "unpack": process.commandLine.contains("unpack-archive")
        case "configure": process.commandLine.contains { $0.hasSuffix("/configure") }
        default:
            // `Parser/acceler.c`: what configure compiles is `conftest.c`, and config.guess's file is below `/tmp`.
            process.executable?.hasSuffix("/cc1") ?? false
                && process.commandLine.contains { $0.hasSuffix(".c") && $0.contains("/") && !$0.hasPrefix("/") }
        }
    }

    var testDescription: String { "signal \(signal) in \(step)" }
}

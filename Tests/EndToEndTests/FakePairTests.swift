import Foundation
import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    /// With a fake CPython and a fake mod_wsgi: what is fake about them is said at `FakePair`.
    @Suite("A build of a fake pair", .timeLimit(.minutes(5))) struct FakePairTests {
        /// From the start of the process to about the end of the build.
        private static func moments(_ count: Int) -> [Duration] { (0..<count).map { .milliseconds(2000 * $0 / count) } }

        @Test("that a signal stops at any moment ends with 128 + n and leaves nothing but whole entries")
        func interrupted() async throws {
            try await withTemporaryFolder { root in
                let pair = try await FakePair(in: root)
                let signals = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")]
                var stopped = 0
                for (number, moment) in Self.moments(20).enumerated() {
                    let (signal, name) = signals[number % signals.count]
                    let tool = Tool(store: root.appending("store-\(number)"))
                    let outcome = try await endAfter(moment, by: signal, tool, pair)
                    switch outcome.status {
                    // Before our own code ran, or after the end: no more than a shell's 128 + n is asked for.
                    case .signalled(signal) where outcome.messages.isEmpty: break
                    case .exited(0): break
                    default:
                        #expect(outcome.status == .exited(128 + signal), "\(moment): \(outcome.messages)")
                        #expect(outcome.messages.contains("stopped by \(name)"))
                        stopped += 1
                    }
                    #expect(commandsUsing(tool.store) == [], "after \(moment)")
                    try expectNoStaging(tool)
                    // Some are built to the end, with what the interruption has left.
                    if number % 5 == 0 { try await expectSuccess(tool, pair) }
                }
                #expect(stopped > 5, "otherwise the moments miss the build")
            }
        }

        @Test("that is killed at any moment is not in the way of the next one")
        func killed() async throws {
            try await withTemporaryFolder { root in
                let pair = try await FakePair(in: root)
                for (number, moment) in Self.moments(10).enumerated() {
                    let tool = Tool(store: root.appending("store-\(number)"))
                    let outcome = try await endAfter(moment, by: SIGKILL, tool, pair)
                    #expect([.signalled(SIGKILL), .exited(0)].contains(outcome.status))
                    try await expectSuccess(tool, pair)
                    try expectNoStaging(tool)
                }
            }
        }

        private func endAfter(
            _ moment: Duration, by signal: Int32, _ tool: Tool, _ pair: FakePair
        ) async throws -> Tool.Outcome {
            try await withCleanUp { cleanUp in
                cleanUp.add { endAll(processesUsing(tool.store)) }
                let run = try await tool.start(pair.provision, cleanUp: cleanUp)
                try await Task.sleep(for: moment)
                return try await run.end(by: signal)
            }
        }

        /// A plain run builds what is missing, and the entries hold what they should.
        private func expectSuccess(_ tool: Tool, _ pair: FakePair) async throws {
            let outcome = try await tool.run(pair.provision)
            try #require(outcome.status == .exited(0), "\(outcome.messages)")
            let answer = try outcome.decoded(as: Provisioned.self)
            let output = try await Processes.live.capture(Command(FilePath(answer.python), environment: [:]))
            #expect(output.standardOutput.contains("\"prefix\": \"\(answer.pythonHome)\""))
            #expect(try Files.listFolder(FilePath(answer.libraryPath)) == ["libpython3.13.so", "libpython3.13.so.1.0"])
        }

        private func expectNoStaging(_ tool: Tool) throws {
            guard try Files.status(tool.store.appending("staging")) != nil else { return }
            #expect(try Files.listFolder(tool.store.appending("staging")) == [])
        }

        @Test("that six processes want at the same time runs once, and all six succeed")
        func together() async throws {
            try await withTemporaryFolder { root in
                let pair = try await FakePair(in: root)
                let tool = Tool(store: root.appending("store"))
                let answers = try await withThrowingTaskGroup { group in
                    for _ in 0..<6 { group.addTask { try await tool.run(pair.provision) } }
                    return try await group.reduce(into: [Provisioned]()) { answers, outcome in
                        #expect(outcome.status == .exited(0), "\(outcome.messages)")
                        answers.append(try outcome.decoded(as: Provisioned.self))
                    }
                }
                #expect(try pair.configureCount() == 1)
                #expect(Set(answers.map(\.module)).count == 1)
                for part in ["python", "mod_wsgi", "generation"] {
                    #expect(answers.filter { $0.built.contains(part) }.count == 1, "\(part) was built by one of them")
                }
            }
        }

        @Test("whose process is killed goes on in the process that waits for it")
        func holderDies() async throws {
            try await withTemporaryFolder { root in
                let pair = try await FakePair(in: root, firstRunHangs: true)
                let tool = Tool(store: root.appending("store"))
                try await withCleanUp { cleanUp in
                    cleanUp.add { endAll(processesUsing(tool.store)) }
                    let holder = try await tool.start(pair.provision, cleanUp: cleanUp)
                    try await wait(for: "configure") { try pair.configureCount() == 1 }
                    let waiter = try await tool.start(pair.provision, cleanUp: cleanUp)
                    try await wait(for: "the lock") { waiter.holdsOpen { $0.contains("/locks/python-v1-") } }
                    #expect(try await holder.end(by: SIGKILL).status == .signalled(SIGKILL))
                    let outcome = try await waiter.task.value
                    #expect(outcome.status == .exited(0), "\(outcome.messages)")
                    #expect(outcome.messages.contains("waiting for pid \(holder.process.pid) "))
                    #expect(try pair.configureCount() == 2)
                    try expectNoStaging(tool)
                }
            }
        }
    }
}

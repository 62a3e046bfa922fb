import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixServers

@Suite(
    "Supervised Apache", .enabled(if: findExecutable("python3", in: ["/usr/bin"]) != nil, "the fake is a Python script")
)
struct SupervisedApacheTests {
    @Test("a start returns when both mounts have proved themselves, and after a stop the supervisor is gone, too")
    func roundTrip() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.good, in: root, supervision: Supervision(descriptors: 200))
            let serving = try await fake.server.start(fake.generation.request)
            let leader = try #require(fake.host.processTable.lookup(serving.pid))
            let supervisor = try #require(fake.host.processTable.lookup(leader.parent))
            #expect(Supervision.isSupervisor(supervisor.commandLine))
            #expect(leader.session == leader.pid)
            let limits = try Files.readText(FilePath("/proc/\(serving.pid)/limits")).split(separator: "\n")
            let files = try #require(limits.first { $0.hasPrefix("Max open files") }).split(separator: " ")
            #expect(files[3...4] == ["200", "200"])

            #expect(fake.server.status(fake.run) == .running(serving))
            #expect(try await fake.server.stop(fake.run) == StopOutcome(ended: 1, killed: []))
            #expect(fake.processes().isEmpty)
            #expect(fake.server.status(fake.run) == .stopped)
        }
    }

    @Test("a refusal carries Apache's own words")
    func refusal() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.refuses, in: root, supervision: Supervision())
            let error = ServerError.startFailed(
                errors: ["AH00526: Syntax error on line 3 of httpd.conf:", "Invalid command 'Nonsense'"],
                log: fake.run.errorLog.string)
            await #expect(throws: error) { try await fake.server.start(fake.generation.request) }
            #expect(fake.processes().isEmpty)
        }
    }

    @Test("a port that Apache finds taken is looked for anew, a few times")
    func portRace() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.busy, in: root, supervision: Supervision())
            let error = await #expect(throws: ServerError.self) { try await fake.server.start(fake.generation.request) }
            guard case .portTaken = error else {
                Issue.record("it is \(String(describing: error))")
                return
            }
            #expect(fake.processes().isEmpty)
        }
    }

    @Test("a server that ignores SIGTERM is killed, and its supervisor ends")
    func stubborn() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.stubborn, in: root, supervision: Supervision())
            let serving = try await fake.server.start(fake.generation.request)
            var ladder = StopLadder()
            (ladder.terminate, ladder.terminateAll) = (.milliseconds(100), .milliseconds(100))
            #expect(
                try await fake.server.stop(fake.run, ladder: ladder) == StopOutcome(ended: 1, killed: [serving.pid]))
            #expect(fake.processes().isEmpty)
        }
    }

    @Test("a cancelled start leaves nothing behind")
    func cancellation() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.silent, in: root, supervision: Supervision())
            let start = Task { try await fake.server.start(fake.generation.request) }
            while fake.processes().count < 2 { try await Task.sleep(for: .milliseconds(10)) }
            start.cancel()
            await #expect(throws: CancellationError.self) { try await start.value }
            #expect(fake.processes().isEmpty)
        }
    }
}

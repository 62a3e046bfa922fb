import FoundationEssentials
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixServers

@Suite("Apache server", .enabled(if: findExecutable("python3", in: ["/usr/bin"]) != nil, "the fake is a Python script"))
struct ApacheServerTests {
    @Test(
        "a start returns when both mounts have proved themselves, a second one changes nothing, a stop leaves only logs"
    )
    func roundTrip() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.good, in: root)
            let serving = try await fake.server.start(fake.generation.request)
            #expect(serving.urls == ["interpreter1", "interpreter2"].map { "http://127.0.0.1:\(serving.port)/\($0)" })
            #expect(fake.server.status(fake.run) == .running(serving))
            #expect(try await fake.server.start(fake.generation.request) == serving)
            #expect(try await fake.server.stop(fake.run) == StopOutcome(ended: 1, killed: []))
            #expect(fake.server.status(fake.run) == .stopped)
            #expect(try await fake.server.stop(fake.run).ended == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: fake.run.path.string) == ["error.log"])
        }
    }

    @Test("a refusal carries Apache's own words")
    func refusal() async throws {
        try await expectFailure(.refuses) { fake in
            .startFailed(
                errors: ["AH00526: Syntax error on line 3 of httpd.conf:", "Invalid command 'Nonsense'"],
                log: fake.run.errorLog.string)
        }
    }

    @Test("a server that dies after it went into the background is told by its log")
    func death() async throws {
        try await expectFailure(.dies) { fake in
            .startFailed(errors: ["AH00020: the bottom fell out"], log: fake.run.errorLog.string)
        }
    }

    @Test("a server that never gets ready is stopped at the deadline")
    func neverReady() async throws {
        try await expectFailure(.silent, readyWithin: .milliseconds(400)) { fake in
            .notReady(
                after: .milliseconds(400), lastSeen: "its log does not say `configured`", errors: [],
                log: fake.run.errorLog.string)
        }
    }

    @Test("a mount that is another Python is refused")
    func wrongPython() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.lies, in: root)
            let error = await #expect(throws: ServerError.self) { try await fake.server.start(fake.generation.request) }
            guard case .wrongAnswer(_, let mismatches) = error else {
                Issue.record("it is \(String(describing: error))")
                return
            }
            #expect(mismatches == [.init(field: "python_version", expected: "3.13.5", actual: "3.11.2")])
            #expect(fake.processes().isEmpty)
        }
    }

    @Test("a server that ignores SIGTERM is killed")
    func stubborn() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.stubborn, in: root)
            let serving = try await fake.server.start(fake.generation.request)
            var ladder = StopLadder()
            (ladder.terminate, ladder.terminateAll) = (.milliseconds(100), .milliseconds(100))
            let outcome = try await fake.server.stop(fake.run, ladder: ladder)
            #expect(outcome == StopOutcome(ended: 1, killed: [serving.pid]))
            #expect(fake.processes().isEmpty)
        }
    }

    @Test("a taken port names its owner")
    func portTaken() async throws {
        try await withTemporaryFolder { root in
            let first = try FakeApache(.good, in: root, run: "first")
            let serving = try await first.server.start(first.generation.request)
            let second = try FakeApache(.good, in: root, run: "second", port: serving.port).generation.request
            let error = await #expect(throws: ServerError.self) { try await first.server.start(second) }
            guard case .portTaken(serving.port, let owner?) = error else {
                Issue.record("it is \(String(describing: error))")
                return
            }
            #expect(owner.pid == serving.pid)
            #expect(owner.command.contains("apache2 -d \(first.run.path)"))
            try await first.server.stop(first.run)
        }
    }

    @Test("a port that Apache finds taken is looked for anew, a few times")
    func portRace() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.busy, in: root)
            let error = await #expect(throws: ServerError.self) { try await fake.server.start(fake.generation.request) }
            guard case .portTaken = error else {
                Issue.record("it is \(String(describing: error))")
                return
            }
        }
    }

    @Test("a cancelled start leaves nothing behind")
    func cancellation() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.silent, in: root)
            let start = Task { try await fake.server.start(fake.generation.request) }
            while fake.processes().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            start.cancel()
            await #expect(throws: CancellationError.self) { try await start.value }
            #expect(fake.processes().isEmpty)
            #expect(fake.server.status(fake.run) == .stopped)
        }
    }

    private func expectFailure(
        _ behaviour: FakeApache.Behaviour, readyWithin: Swift.Duration = .seconds(120),
        with error: (FakeApache) -> ServerError
    ) async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(behaviour, in: root, readyWithin: readyWithin)
            await #expect(throws: error(fake)) { try await fake.server.start(fake.generation.request) }
            #expect(fake.processes().isEmpty)
            #expect(fake.server.status(fake.run) == .stopped)
        }
    }
}

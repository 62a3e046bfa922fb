import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

/// Of a child's process group nothing is left after its task was cancelled.
@Suite struct CancellationTests {
    /// SIGKILL follows SIGTERM after two seconds; the rest is for a machine that is busy with other tests. What is to end
    /// sleeps for longer than this.
    private static let patience = Duration.seconds(200)
    private static let stubborn = "trap '' TERM; "

    /// Each writes the numbers of its processes, one a line, and then goes on for minutes.
    @Test(arguments: [
        ("a leader that waits for its child", "sleep 301 & echo $!; echo $$; wait"),
        ("a leader that ignores SIGTERM", stubborn + "echo $$; while true; do sleep 301; done"),
        (
            "a child that ignores SIGTERM",
            "sh -c \"trap '' TERM; echo \\$\\$; while true; do sleep 301; done\" & echo $$; wait"
        ),
        (
            "a grandchild that ignores SIGTERM",
            "sh -c \"sh -c 'trap \\\"\\\" TERM; echo \\$\\$; while true; do sleep 301; done' & echo \\$\\$; wait\" & echo $$; wait"
        ),
    ])
    func nothingIsLeftOf(_ name: String, script: String) async throws {
        try await withTemporaryFolder { folder in
            let log = folder.appending("pids")
            let command = Command("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
            let task = Task { try await Processes.live.run(command, log) }
            let group = try await processGroup(in: log)
            #expect(!group.isEmpty)
            let start = ContinuousClock.now
            task.cancel()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            try await expectEnd(of: group, since: start)
        }
    }

    /// `make` is dead, the compiler that it started still holds the pipe.
    @Test func aGrandchildThatOutlivesItsLeaderEndsWhenWhatItPrintsIsStillAwaited() async throws {
        try await withTemporaryFolder { folder in
            let log = folder.appending("pids")
            let script = "sh -c 'echo $$ > \(log); exec sleep 301' & exit 0"
            let command = Command("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
            let task = Task { try await Processes.live.capture(command) }
            while try Files.status(log)?.size.bytes ?? 0 == 0 { try await Task.sleep(for: .milliseconds(10)) }
            try await Task.sleep(for: .milliseconds(200))
            let pid = try #require(Int32(try Files.readText(log).trimmingSpaces()))
            let grandchild = try #require(ProcessTable.live.lookup(pid))
            let start = ContinuousClock.now
            task.cancel()
            _ = await task.result
            try await expectEnd(of: [grandchild], since: start)
        }
    }

    @Test func aTaskThatIsCancelledAlreadyStartsNothingThatStays() async throws {
        try await withTemporaryFolder { folder in
            let log = folder.appending("log")
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await Processes.live.run(
                    Command("/bin/sh", ["-c", "sleep 301"], environment: ["PATH": "/usr/bin:/bin"]), log)
            }
            let start = ContinuousClock.now
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            #expect(ContinuousClock.now - start < Self.patience)
        }
    }

    /// All processes of the session that the script leads, once it has said that they are there.
    private func processGroup(in log: FilePath) async throws -> [ProcessRecord] {
        while true {
            try await Task.sleep(for: .milliseconds(200))
            let pids = try Files.status(log) == nil ? "" : Files.readText(log)
            guard let pid = pids.split(separator: "\n").last.flatMap({ Int32($0) }),
                let session = ProcessTable.live.lookup(pid)?.session
            else { continue }
            let group = ProcessTable.live.all().filter { $0.session == session }
            if group.contains(where: { $0.commandLine.first == "sleep" }) { return group }
        }
    }

    private func expectEnd(of group: [ProcessRecord], since start: ContinuousClock.Instant) async throws {
        var left: [ProcessRecord]
        repeat {
            left = group.filter { ProcessTable.live.lookup($0.pid)?.identity == $0.identity }
            try await Task.sleep(for: .milliseconds(20))
        } while !left.isEmpty && ContinuousClock.now - start < Self.patience
        #expect(left == [])
        for process in left { _ = ProcessTable.live.signal(process.identity, .kill) }
    }
}

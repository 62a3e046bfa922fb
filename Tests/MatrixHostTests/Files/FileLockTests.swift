import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct FileLockTests {
    @Test func tasksOfOneProcessTakeTheLockOneAfterTheOther() async throws {
        try await withTemporaryFolder { folder in
            let events = Recorder<String>()
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await FileLock.withLock(folder.appending("key"), mode: .exclusive) {
                            events.append("in")
                            try await Task.sleep(for: .milliseconds(5))
                            events.append("out")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(events.elements == ["in", "out", "in", "out", "in", "out", "in", "out"])
        }
    }

    @Test func sharersHoldItTogether() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending("key")
            try await FileLock.withLock(path, mode: .shared, timeout: .zero) {
                try await FileLock.withLock(path, mode: .shared, timeout: .zero) {}
                await #expect(throws: FileLockError.heldByAnother(path, holder: "another process")) {
                    try await FileLock.withLock(path, mode: .exclusive, timeout: .zero) {}
                }
            }
        }
    }

    @Test func theTimeOutNamesTheHolder() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending("key")
            try await FileLock.withLock(path, mode: .exclusive) {
                let error = await #expect(throws: FileLockError.self) {
                    try await FileLock.withLock(path, mode: .exclusive, timeout: .milliseconds(60)) {}
                }
                guard case .heldByAnother(path, let holder) = error else { throw error! }
                #expect(holder.hasPrefix("pid "))
                #expect(holder.hasSuffix(")"))
            }
        }
    }

    @Test func theWaiterIsToldOnceAndGoesOnAfterTheHolderDied() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending("key")
            let holder = try await HolderProcess.start(locking: path)
            let told = Recorder<String>()
            let waiter = Task {
                try await FileLock.withLock(path, mode: .exclusive, onWait: { told.append($0) }) { ContinuousClock.now }
            }
            while told.elements.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(120))
            let death = ContinuousClock.now
            await holder.kill()
            // The interval of the polls is 50 ms; the bound only tells "soon" from "never" on a busy machine.
            #expect(try await waiter.value - death < .seconds(20))
            #expect(told.elements == ["another process"])
        }
    }

    @Test func aCancelledWaiterStopsWaiting() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending("key")
            try await FileLock.withLock(path, mode: .exclusive) {
                let waiter = Task { try await FileLock.withLock(path, mode: .shared) {} }
                try await Task.sleep(for: .milliseconds(20))
                waiter.cancel()
                await #expect(throws: CancellationError.self) { try await waiter.value }
            }
        }
    }

    @Test func aBodyThatThrowsReleasesTheLockAndKeepsTheFile() async throws {
        struct Failure: Error {}
        try await withTemporaryFolder { folder in
            let path = folder.appending("key")
            await #expect(throws: Failure.self) {
                try await FileLock.withLock(path, mode: .exclusive) { throw Failure() }
            }
            try FileDescriptor.open(path, .readOnly).close()
            try await FileLock.withLock(path, mode: .exclusive, timeout: .zero) {}
        }
    }

    @Test func aMissingFolderIsNamed() async throws {
        let path: FilePath = "/nonexistent/locks/key"
        await #expect(throws: FileLockError.cannotOpen(path, .noSuchFileOrDirectory)) {
            try await FileLock.withLock(path, mode: .exclusive) {}
        }
    }
}

/// Another process that holds a lock: util-linux's `flock`.
private struct HolderProcess {
    private let task: Task<MatrixHost.ExitStatus, any Error>

    static func start(locking path: FilePath) async throws -> HolderProcess {
        let command = Command("flock", [path.string, "sleep", "60"], environment: ["PATH": "/usr/bin:/bin"])
        let holder = HolderProcess(task: Task { try await Processes.live.run(command, "/dev/null") })
        while await isFree(path) { try await Task.sleep(for: .milliseconds(5)) }
        return holder
    }

    func kill() async {
        task.cancel()
        _ = await task.result
    }

    private static func isFree(_ path: FilePath) async -> Bool {
        (try? await FileLock.withLock(path, mode: .exclusive, timeout: .zero) {}) != nil
    }
}

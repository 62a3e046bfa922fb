import Foundation
import Glibc
import MatrixHost
import MatrixStore
import MatrixTestSupport
import Synchronization
import SystemPackage
import Testing

/// What other processes see of `active` while it moves.
@Suite struct ActivationReaderTests {
    private static let readers = 1000
    private static let switches = 1000

    /// A reader that follows the link once has both halves of one generation, and whoever goes through the link finds a file
    /// at any time. Threads, so that the kernel interrupts them between any two calls.
    @Test(.timeLimit(.minutes(5))) func aThousandReadersNeverSeeAMissingOrAMixedPair() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ActivationBench(folder)
            let pairs = [try await bench.generation("one"), try await bench.generation("two")]
            try await bench.store.activate(pairs[0])
            let shared = Shared()
            let active = bench.layout.active.string
            try await withThrowingTaskGroup { group in
                for _ in 0..<Self.readers { group.addTask { await onThread { read(active, shared) } } }
                group.addTask {
                    defer { shared.isOver.store(true, ordering: .relaxed) }
                    // Not before everybody reads.
                    while shared.reading.load(ordering: .relaxed) < Self.readers {
                        try await Task.sleep(for: .milliseconds(10))
                    }
                    for turn in 1...Self.switches { try await bench.store.activate(pairs[turn % 2]) }
                }
                try await group.waitForAll()
            }
            let seen = shared.seen.withLock { $0 }
            #expect(seen.wrong == [])
            #expect(seen.ones > 0 && seen.twos > 0, "both were read: \(seen)")
            #expect(seen.ones + seen.twos > Self.readers)
            #expect(try bench.store.activation().current == pairs[0])
        }
    }
}

private final class Shared: Sendable {
    struct Seen {
        var ones = 0
        var twos = 0
        var wrong: [String] = []
    }

    let isOver = Atomic(false)
    let reading = Atomic(0)
    let seen = Mutex(Seen())
}

private func read(_ active: String, _ shared: Shared) {
    var seen = Shared.Seen()
    shared.reading.add(1, ordering: .relaxed)
    while !shared.isOver.load(ordering: .relaxed) {
        let folder = open(active, O_DIRECTORY | O_CLOEXEC)
        let module = text(at: "mod_wsgi.so", in: folder)
        let library = text(at: "lib/libpython3.13.so.1.0", in: folder)
        close(folder)
        switch (module, library) {
        case ("one", "one"): seen.ones += 1
        case ("two", "two"): seen.twos += 1
        default: seen.wrong.append("\(module) with \(library)")
        }
        let through = text(at: active + "/mod_wsgi.so", in: AT_FDCWD)
        if !["one", "two"].contains(through) { seen.wrong.append("through the link: \(through)") }
        // So that a thousand of them leave some time to the one that switches, and to other tests.
        usleep(250_000)
    }
    shared.seen.withLock {
        $0.ones += seen.ones
        $0.twos += seen.twos
        $0.wrong += seen.wrong
    }
}

/// What a file holds, or the error.
private func text(at path: String, in folder: Int32) -> String {
    let file = openat(folder, path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "errno \(errno)" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = Glibc.read(file, &bytes, bytes.count)
    return count < 0 ? "errno \(errno)" : String(decoding: bytes[..<count], as: UTF8.self)
}

private func onThread(_ body: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
        let thread = Thread {
            body()
            continuation.resume()
        }
        thread.stackSize = 1 << 18
        thread.start()
    }
}

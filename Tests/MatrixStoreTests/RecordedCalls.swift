import MatrixHost
import SystemPackage

/// The system calls of one publish or activation, in order, from the first that names the store.
struct RecordedCalls {
    struct Call {
        var name: String
        /// Which call of that name of the process it is, from 1: what strace's `when=` counts.
        var number: Int
        /// Arguments and result; descriptors with the path behind them.
        var text: Substring
    }

    let calls: [Call]

    /// Publishes into `store` under strace, or does what `arguments` say. Names: such as `mkdir,rename`.
    static func record(
        _ names: [String], of store: FilePath, _ arguments: [String] = [], log: FilePath
    ) async throws -> RecordedCalls {
        let output = try await Publisher.run(
            store, arguments,
            strace: ["-f", "-y", "-s", "4096", "-o", log.string, "-e", "trace=\(names.joined(separator: ","))"])
        guard output.status.isSuccess else { throw RecordingFailed(reason: output.standardError) }
        return RecordedCalls(log: try Files.readText(log), store: store)
    }

    private init(log: String, store: FilePath) {
        var counts: [Substring: Int] = [:]
        var calls: [Call] = []
        for line in log.split(separator: "\n") {
            let text = line.drop { $0.isNumber || $0 == " " }
            let name = text.prefix { $0 != "(" }
            guard name.count < text.count else { continue }
            counts[name, default: 0] += 1
            guard !calls.isEmpty || text.contains(store.string) else { continue }
            calls.append(Call(name: String(name), number: counts[name]!, text: text.dropFirst(name.count)))
        }
        self.calls = calls
    }

    /// Those that leave something else on the disk than was there before: in between them a kill makes no difference.
    var changes: [Call] {
        calls.filter { call in
            switch call.name {
            case "openat": call.text.contains("O_CREAT")
            case "write": !call.text.hasPrefix("(1<") && !call.text.hasPrefix("(2<")
            default: true
            }
        }
    }

    /// The index of the last call of that name with that text in it.
    func last(_ name: String, _ part: String) -> Int? {
        calls.lastIndex { $0.name == name && $0.text.contains(part) }
    }

    static let changing = [
        "mkdir", "openat", "write", "pwrite64", "ftruncate", "fsync", "rename", "renameat", "renameat2", "symlink",
        "symlinkat", "link", "linkat", "chmod", "fchmod", "fchmodat", "unlink", "unlinkat", "rmdir",
    ]
}

struct RecordingFailed: Error {
    let reason: String
}

extension RecordedCalls {
    /// Two at a time, so that the sweep is over sooner.
    static func inParallel(
        _ calls: some Collection<Call>,
        _ body: @escaping @Sendable (Int, Call) async throws -> Void
    ) async throws {
        let calls = Array(calls)
        try await withThrowingTaskGroup { group in
            for worker in 0..<2 {
                group.addTask {
                    for index in stride(from: worker, to: calls.count, by: 2) { try await body(index, calls[index]) }
                }
            }
            try await group.waitForAll()
        }
    }
}

extension RecordedCalls.Call {
    /// strace's options that let something happen at this very call.
    func injecting(_ what: String) -> [String] {
        // Stopping at that one call alone is quicker, but strace then forgets the signal.
        let speed = what.hasPrefix("error=") ? ["--seccomp-bpf"] : []
        return ["-f"] + speed + [
            "-o", "/dev/null", "-e", "trace=\(name)", "-e", "inject=\(name):\(what):when=\(number)",
        ]
    }
}

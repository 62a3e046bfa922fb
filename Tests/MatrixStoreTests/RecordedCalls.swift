import MatrixHost
import SystemPackage

/// The system calls of one publish, in order, from the first that names the store.
struct RecordedCalls {
    struct Call {
        var name: String
        /// Which call of that name of the process it is, from 1: what strace's `when=` counts.
        var number: Int
        /// Arguments and result; descriptors with the path behind them.
        var text: Substring
    }

    let calls: [Call]

    /// Publishes into `store` under strace. Names: such as `mkdir,rename`.
    static func record(_ names: [String], of store: FilePath, log: FilePath) async throws -> RecordedCalls {
        let output = try await Publisher.run(
            store, strace: ["-f", "-y", "-s", "4096", "-o", log.string, "-e", "trace=\(names.joined(separator: ","))"])
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

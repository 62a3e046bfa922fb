import Foundation
import Glibc
import MatrixHost
import SystemPackage

/// Asks until it is so; throws when it never is.
func wait(
    for what: String, within limit: Duration = .seconds(120), until isSo: () async throws -> Bool
) async throws {
    struct NeverHappened: Error {
        var what: String
    }
    let deadline = ContinuousClock.now.advanced(by: limit)
    while try await !isSo() {
        guard ContinuousClock.now < deadline else { throw NeverHappened(what: what) }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// The processes that work in a folder or name it in their command line, other than this one.
func processesUsing(_ folder: FilePath) -> [ProcessRecord] {
    ProcessTable.live.all().filter { process in
        guard process.pid != getpid() else { return false }
        if process.commandLine.contains(where: { $0.contains(folder.string) }) { return true }
        let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process.pid)/cwd")
        return place?.hasPrefix(folder.string) ?? false
    }
}

/// The same, as text.
func commandsUsing(_ folder: FilePath) -> [String] {
    processesUsing(folder).map { "\($0.pid) \($0.commandLine.joined(separator: " "))" }
}

/// Kills what a test has found to be of its own making.
func endAll(_ processes: [ProcessRecord]) {
    for process in processes { _ = ProcessTable.live.signal(process.identity, .kill) }
}

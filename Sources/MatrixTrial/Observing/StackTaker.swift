import MatrixHost
import SystemPackage

/// Writes down where every thread of the workers is, while they hang.
struct StackTaker {
    let host: Host
    let workers: Workers
    let errorLog: FilePath
    /// Where the stacks go: `python-stacks.txt`, and `c-stacks-PID.txt` with gdb.
    let folder: FilePath

    /// The first lines of all stacks, for an evidence; the files hold them whole. Nil when there are none to be had.
    func brief() async throws -> String? {
        let texts = try await [pythonStacks(), cStacks()].compactMap(\.self)
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }

    func write(_ name: String, _ text: String) throws -> FilePath {
        let path = folder.appending(name)
        try Files.writeFile(path, text + "\n")
        return path
    }

    /// faulthandler writes from the signal's handler: at once, even when the interpreter is stuck.
    private func pythonStacks() async throws -> String? {
        var log = FileFollower(endOf: errorLog)
        guard workers.processes().filter({ host.processTable.signal($0, .stacks) }).count > 0 else { return nil }
        try await host.clock.sleep(for: .milliseconds(500))
        let lines = log.newLines()
        guard !lines.isEmpty else { return nil }
        let path = try write("python-stacks.txt", lines.joined(separator: "\n"))
        return briefStack(lines.map(String.init), whole: path)
    }

    private func cStacks() async throws -> String? {
        guard let debugger = Debugger(host: host) else { return "(no C stacks: gdb is not installed)" }
        var paths: [FilePath] = []
        for process in workers.processes() {
            guard let text = await debugger.stacks(of: process.pid) else { continue }
            paths.append(try write("c-stacks-\(process.pid).txt", text))
        }
        return paths.isEmpty ? nil : "(C stacks: \(paths.map(\.string).joined(separator: ", ")))"
    }
}

/// The first frames of what faulthandler wrote. Threads without Python are left out, and so is what it wrote twice: all
/// threads of an interpreter, once for each of them that was asked.
func briefStack(_ lines: [String], whole path: FilePath) -> String {
    var frames: [String] = []
    for line in lines where line.contains("File \"") && !frames.contains(line) { frames.append(line) }
    return (frames.prefix(12) + ["(whole: \(path))"]).joined(separator: "\n")
}

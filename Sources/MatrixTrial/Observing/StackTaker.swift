import MatrixHost
import SystemPackage

/// Writes down where every thread of the workers is, while they hang.
struct StackTaker {
    let host: Host
    let workers: Workers
    let errorLog: FilePath
    /// Where the stacks go: `python-stacks.txt`, and `c-stacks-PID.txt` with gdb.
    let folder: FilePath

    /// The files that were written.
    func take() async throws -> [FilePath] {
        var log = FileFollower(endOf: errorLog)
        let processes = workers.processes()
        let asked = processes.filter { host.processTable.signal($0, .stacks) }
        var files: [FilePath] = []
        if !asked.isEmpty {
            // faulthandler writes from the signal's handler: at once, even when the interpreter is stuck.
            try await host.clock.sleep(for: .milliseconds(500))
            let lines = log.newLines()
            if !lines.isEmpty { files.append(try write("python-stacks.txt", lines.joined(separator: "\n"))) }
        }
        guard let debugger = Debugger(host: host) else { return files }
        for process in processes {
            if let text = await debugger.stacks(of: process.pid) {
                files.append(try write("c-stacks-\(process.pid).txt", text))
            }
        }
        return files
    }

    private func write(_ name: String, _ text: String) throws -> FilePath {
        let path = folder.appending(name)
        try Files.writeFile(path, text + "\n")
        return path
    }
}

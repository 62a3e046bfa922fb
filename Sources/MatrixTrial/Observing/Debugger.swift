import MatrixBuild
import MatrixHost
import SystemPackage

/// gdb, when it is installed: where a process hangs, and where one died.
struct Debugger {
    let host: Host
    let executable: FilePath

    /// Nil without gdb.
    init?(host: Host) {
        guard let found = findExecutable("gdb", in: BuildEnvironment.searchPath) else { return nil }
        self.host = host
        executable = found
    }

    /// The C stacks of all threads of a process that runs.
    func stacks(of pid: Int32) async -> String? { await run(["-p", "\(pid)"]) }

    /// The C stacks that a core file holds.
    func stacks(inCore core: FilePath, of program: FilePath) async -> String? {
        await run([program.string, core.string])
    }

    private func run(_ target: [String]) async -> String? {
        let command = Command(
            executable,
            ["-batch", "-nx", "-ex", "set pagination off", "-ex", "thread apply all backtrace 40"] + target,
            environment: BuildEnvironment.base)
        let output = try? await host.processes.capture(command)
        return output.flatMap { $0.standardOutput.isEmpty ? nil : $0.standardOutput }
    }
}

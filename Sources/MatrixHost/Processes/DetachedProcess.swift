import CLinux
import Glibc
package import SystemPackage

/// A child that is to outlive us: in a session of its own, with no descriptor of ours but one that it announces itself on.
package struct DetachedProcess: Sendable {
    /// Where the child finds what it writes one line to when it is ready, or why it is not.
    package static let announcementDescriptor = FileDescriptor(rawValue: 3)

    package let pid: Int32
    /// What the child wrote before it closed the descriptor; empty when it ended without a word.
    package let announcement: String

    /// Starts the child in our own working folder and waits for its announcement. Throws `ProcessError`. Blocks until the child is ready or gone.
    package init(starting command: Command) throws {
        let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
        do {
            pipe = try FileDescriptor.pipe(options: .closeOnExec)
        } catch {
            throw ProcessError.cannotStart(executable: command.executable.string, reason: "\(error)")
        }
        defer { try? pipe.readEnd.close() }
        do {
            defer { try? pipe.writeEnd.close() }
            pid = try spawn(command, announcingOn: pipe.writeEnd)
        }
        var text: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
        defer { buffer.deallocate() }
        while text.count < 1 << 16, let count = try? pipe.readEnd.read(into: buffer), count > 0 {
            text += buffer.prefix(count)
        }
        announcement = String(decoding: text, as: UTF8.self)
    }
}

private func spawn(_ command: Command, announcingOn descriptor: FileDescriptor) throws -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, wsgimatrix_spawn_setsid())

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let announcement = DetachedProcess.announcementDescriptor.rawValue
    posix_spawn_file_actions_adddup2(&actions, descriptor.rawValue, announcement)
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    wsgimatrix_spawn_close_from(&actions, announcement + 1)

    var pid: pid_t = 0
    let arguments = [command.executable.string] + command.arguments
    let environment = command.environment.map { "\($0.key)=\($0.value)" }
    let result = withCStrings(arguments) { argv in
        withCStrings(environment) { envp in
            posix_spawn(&pid, command.executable.string, &actions, &attributes, argv, envp)
        }
    }
    guard result == 0 else {
        throw ProcessError.cannotStart(
            executable: command.executable.string, reason: "\(Errno(rawValue: result))")
    }
    return pid
}

/// The strings as C wants a list of them: ended by a null pointer, freed afterwards.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}

/// In the child: writes its announcement and closes the descriptor that it was given for it.
package func announce(_ text: String, on descriptor: FileDescriptor) {
    _ = try? descriptor.writeAll(Array(text.utf8))
    try? descriptor.close()
}

/// The number of this process.
package func ownProcessNumber() -> Int32 { getpid() }

import MatrixHost
import SystemPackage

/// `--fork`: the same command once more, without it, in a session of its own.
///
/// A process with Swift's threads must not be split by fork(2).
struct ForkedMongod {
    let environment: HostEnvironment
    let console: Console

    /// Returns when the server listens. Throws what the server could not start for.
    func start(arguments: [String] = CommandLine.arguments) throws {
        console.print("about to fork child process, waiting until server is ready for connections.")
        let descriptor = DetachedProcess.announcementDescriptor.rawValue
        let child = try DetachedProcess(
            starting: Command(
                environment.executable,
                arguments.dropFirst().filter { $0 != "--fork" } + ["--announce-on", "\(descriptor)"],
                environment: environment.variables))
        guard child.announcement == Announcement.ready else { throw ForkFailure(child.announcement) }
        console.print("forked process: \(child.pid)")
        console.print("child process started successfully, parent exiting")
    }
}

/// What a server in the background tells the one who started it.
struct Announcement {
    static let ready = "ready"

    let descriptor: Int32

    /// Once: the reader waits for the end.
    func say(_ text: String) { announce(text, on: FileDescriptor(rawValue: descriptor)) }
}

/// Why the server in the background did not start, in its own words and with its own exit code.
struct ForkFailure: Error, Equatable, CustomStringConvertible {
    let exitCode: Int32
    let description: String

    init(_ announcement: String) {
        let parts = announcement.split(separator: " ", maxSplits: 1)
        if parts.count == 2, let code = Int32(parts[0]) {
            (exitCode, description) = (code, String(parts[1]))
        } else {
            (exitCode, description) = (1, "the server ended before it listened")
        }
    }
}

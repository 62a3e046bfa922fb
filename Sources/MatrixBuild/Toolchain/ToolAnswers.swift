import FoundationEssentials
package import MatrixHost
import Synchronization
package import SystemPackage

/// What tools answered, such as `gcc -dumpfullversion`, remembered for as long as the tool's file is the same one.
///
/// A build key needs these answers on every run, and asking four programs takes longer than all the rest.
package final class ToolAnswers: Sendable {
    private let host: Host
    private let file: FilePath
    private let answers: Mutex<[String: String]?>

    /// Remembers in `file`; a file that is missing, damaged or not writable only makes it slower.
    package init(host: Host, file: FilePath) {
        self.host = host
        self.file = file
        answers = Mutex(nil)
    }

    /// The path of a tool on a build's `PATH`; nil when it is not installed.
    package func find(_ tool: String) -> FilePath? { findExecutable(tool, in: BuildEnvironment.searchPath) }

    /// What `tool arguments` prints on standard output. Throws `BuildError.toolMissing` naming `package`, and
    /// `.toolFailed`: what a tool that was killed left out is not its answer.
    package func answer(_ tool: String, _ arguments: [String], package: String) async throws -> String {
        guard let path = find(tool) else { throw BuildError.toolMissing(tool, debianPackage: package) }
        return try await remembered("\(arguments)", of: path) {
            let output = try await host.processes.capture(
                Command(path, arguments, environment: BuildEnvironment.base))
            guard output.status.isSuccess else {
                throw BuildError.toolFailed(
                    command: ([tool] + arguments).joined(separator: " "),
                    reason: output.standardError.split(separator: "\n").first.map(String.init) ?? "\(output.status)")
            }
            return output.standardOutput
        }
    }

    /// A value derived from a tool, computed again only when the tool's file has changed.
    package func remembered(_ question: String, of path: FilePath, compute: () async throws -> String) async throws
        -> String
    {
        let identity = try Files.identity(path)
        let name = "\(path) \(question) \(identity)"
        if let known = load()[name] { return known }
        let answer = try await compute()
        let all = answers.withLock { answers in
            // Older answers about the same question can never be asked for again.
            answers = (answers ?? [:]).filter { !$0.key.hasPrefix("\(path) \(question) ") }
            answers?[name] = answer
            return answers ?? [:]
        }
        if let data = try? JSONEncoder().encode(all) {
            try? Files.replaceFile(file, String(decoding: data, as: UTF8.self))
        }
        return answer
    }

    private func load() -> [String: String] {
        answers.withLock { answers in
            if let answers { return answers }
            let text = (try? Files.readText(file)) ?? "{}"
            let read = (try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))) ?? [:]
            answers = read
            return read
        }
    }
}

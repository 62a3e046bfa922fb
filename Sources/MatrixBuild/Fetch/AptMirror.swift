import MatrixHost
import MatrixModel
import SystemPackage

/// Finds a tarball among the source packages that this machine's apt knows.
struct AptMirror {
    let host: Host

    /// The file of the source package `name`, in whatever version has it, with this digest.
    func locate(_ name: String, _ digest: SHA256Digest) async throws -> RemoteFile {
        let index = try await run("apt-cache", ["showsrc", "--only-source", name])
        let matches = SourcePackage.all(in: index).compactMap { package in
            package.fileName(of: digest).map { (version: package.version, fileName: $0) }
        }
        // More suites than one may have the file, and only some still list it for download.
        for match in matches {
            let list = try await run(
                "apt-get", ["source", "--print-uris", "--only-source", "\(name)=\(match.version)"])
            if let file = Self.file(named: match.fileName, in: list) { return file }
        }
        throw FetchError.notInApt(source: name, digest: digest)
    }

    /// Reads lines of `'URI' name size HASH:digest`. The name is what identifies the file, because the hash is the
    /// strongest that the archive publishes and need not be ours.
    static func file(named fileName: String, in list: String) -> RemoteFile? {
        for line in list.split(separator: "\n") where line.hasPrefix("'") {
            let words = line.split(separator: " ")
            guard words.count >= 3, words[1] == fileName, let size = Int64(words[2]) else { continue }
            return RemoteFile(url: String(words[0].dropFirst().dropLast()), size: ByteCount(size))
        }
        return nil
    }

    private func run(_ executable: String, _ arguments: [String]) async throws -> String {
        // apt leaves out of its list what it finds in the working folder, so that is one without tarballs.
        let command = Command(
            FilePath(executable), arguments,
            environment: host.environment.variables.merging(["LC_ALL": "C"]) { _, own in own }, workingDirectory: "/")
        let output = try await host.processes.capture(command)
        guard output.status.isSuccess else {
            let words = ([executable] + arguments).joined(separator: " ")
            throw FetchError.aptFailed(command: words, reason: output.lastWords)
        }
        return output.standardOutput
    }
}

extension CapturedOutput {
    /// The last line that a command which failed has said.
    var lastWords: String {
        let line = standardError.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
        return line.map { redactingCredentials(in: String($0)) } ?? "it says nothing (\(status))"
    }
}

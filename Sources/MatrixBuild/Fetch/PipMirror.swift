import MatrixHost
import MatrixModel
import SystemPackage

/// Finds a tarball on the Python index that this machine's pip is configured for.
///
/// `pip download` is not asked: it runs the `setup.py` of what it brings.
struct PipMirror {
    private static let accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.1"
    private static let pageLimit = ByteCount.mebibytes(32)
    private static let defaultIndex = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"

    let host: Host

    /// The file of `project` with this digest, of whatever release.
    func locate(_ project: String, _ digest: SHA256Digest) async throws -> RemoteFile {
        let index = try await indexAddress()
        let page = index + (index.hasSuffix("/") ? "" : "/") + Self.normalized(project) + "/"
        let text = try await host.downloads.fetchText(page, Self.accept, Self.pageLimit)
        guard let file = IndexPage(text: text, address: page).file(digest) else {
            throw FetchError.notInIndex(project: project, digest: digest)
        }
        return file
    }

    /// PEP 503: lower case, and one hyphen for each run of `-`, `_` and `.`.
    static func normalized(_ project: String) -> String {
        project.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }

    /// The index-url of `pip config list`, by pip's own precedence: the environment, the command, everything.
    static func indexAddress(inConfiguration list: String) -> String? {
        var values: [Substring: Substring] = [:]
        for line in list.split(whereSeparator: \.isNewline) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[line[..<equals]] = line[line.index(after: equals)...].dropFirst().dropLast()
        }
        let keys = [":env:.index-url", "install.index-url", "global.index-url"]
        return keys.lazy.compactMap { values[$0[...]] }.first { !$0.isEmpty }.map(String.init)
    }

    private func indexAddress() async throws -> String {
        let list = try await run(["-m", "pip", "config", "list"])
        if let address = Self.indexAddress(inConfiguration: list) { return address }
        return String(try await run(["-c", Self.defaultIndex]).prefix { !$0.isNewline })
    }

    private func run(_ arguments: [String]) async throws -> String {
        let output = try await host.processes.capture(
            Command("python3", arguments, environment: host.environment.variables))
        guard output.status.isSuccess else {
            let command = (["python3"] + arguments).joined(separator: " ")
            throw FetchError.pipFailed(command: command, reason: output.lastWords)
        }
        return output.standardOutput
    }
}

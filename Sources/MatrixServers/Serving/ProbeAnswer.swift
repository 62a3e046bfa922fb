import FoundationEssentials
import MatrixHost
import MatrixModel
import SystemPackage

/// What `recipes/apps/probe.py` answers.
package struct ProbeAnswer: Sendable, Equatable, Decodable {
    package var pythonVersion: String
    package var prefix: String
    package var realPrefix: String
    package var libpython: [String]
    /// Of the files called `mod_wsgi.so` those that are mapped.
    package var module: [String]
    package var modWsgiVersion: String
    package var processGroup: String
    package var applicationGroup: String
    package var pid: Int32
    package var nonce: String?

    private enum CodingKeys: String, CodingKey {
        case pythonVersion = "python_version"
        case prefix
        case realPrefix = "real_prefix"
        case libpython
        case module
        case modWsgiVersion = "mod_wsgi_version"
        case processGroup = "process_group"
        case applicationGroup = "application_group"
        case pid
        case nonce
    }

    /// Reads the body of an answer.
    package init(json: [UInt8]) throws { self = try JSONDecoder().decode(ProbeAnswer.self, from: Data(json)) }

    /// How it differs from what the cell's `mount` should answer. A page from a server that happens to listen there
    /// would differ in `nonce`; an old library hidden behind a reused name, in `libpython`; and another build of the same versions, in `module`, which is
    /// its generation's, and in `real_prefix`, which has the key of the Python's build.
    func mismatches(_ identity: CellIdentity, mount: String, nonce: String) -> [ServerError.Mismatch] {
        let expectations = [
            ("nonce", nonce, self.nonce ?? ""),
            ("python_version", identity.cell.python.release.description, pythonVersion),
            ("real_prefix", resolved(identity.pythonPrefix.string), realPrefix),
            ("libpython", resolved(identity.libpython.string), joined(libpython)),
            ("module", resolved(identity.module.string), joined(module)),
            ("mod_wsgi_version", identity.cell.modWsgi.description, modWsgiVersion),
            ("process_group", identity.cell.mode == .daemon ? ApacheConfiguration.processGroup : "", processGroup),
            ("application_group", mount, applicationGroup),
        ]
        return expectations.filter { $0.1 != $0.2 }.map { .init(field: $0.0, expected: $0.1, actual: $0.2) }
    }
}

private func joined(_ files: [String]) -> String {
    Set(files.map(resolved)).sorted().joined(separator: ", ")
}

private func resolved(_ path: String) -> String { (try? Files.real(FilePath(path)))?.string ?? path }

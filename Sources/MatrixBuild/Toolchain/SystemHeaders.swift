import MatrixHost
import MatrixModel
import SystemPackage

/// The headers of the system's C libraries, where Debian keeps them.
struct SystemHeaders: Sendable {
    let folders: [FilePath]

    init(machine: String) {
        folders = [
            FilePath("/usr/include"), FilePath("/usr/include").appending(machine), FilePath("/usr/local/include"),
        ]
    }

    init(folders: [FilePath]) { self.folders = folders }

    /// Where `name` is; nil when it is not installed.
    func find(_ name: String) throws -> FilePath? {
        try folders.map { $0.pushing(FilePath(name)) }.first { try Files.status($0) != nil }
    }

    /// The modules among `modules` whose header is missing.
    func missing(of modules: [StandardModule]) throws -> [StandardModule] {
        try modules.filter { module in try module.header.map { try find($0) == nil } ?? false }
    }

    /// Adds one row a header to a build key: which optional modules a Python has depends on them.
    func addInputs(for modules: [StandardModule], to inputs: inout BuildInputs) throws {
        for module in modules {
            guard let header = module.header else { continue }
            inputs.add("header \(header)", try find(header).map { try sha256(ofFile: $0).hexadecimal } ?? "none")
        }
    }
}

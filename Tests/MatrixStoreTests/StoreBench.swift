import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage

/// A store in a folder of its own, and a small Python to publish in it.
struct StoreBench {
    let root: FilePath
    let notes = Recorder<String>()
    var host = MatrixHost.Host.failing

    init(_ folder: FilePath, name: String = "store") {
        root = folder.appending(name)
        host.environment.userID = HostEnvironment.current().userID
        host.console.note = { [notes] in notes.append($0) }
    }

    var layout: Layout { Layout(root: root) }

    /// The store as a process that has just started sees it: nothing was checked yet.
    func store() -> Store { Store(layout: layout, host: host) }

    func inputs(_ version: String = "3.13.5", kind: EntryKind = .python) -> BuildInputs {
        var inputs = BuildInputs(kind: kind)
        inputs.add("version", version)
        return inputs
    }

    var key: BuildKey { store().key(of: inputs()) }
    var entry: FilePath { layout.entry(.python, key) }
    var record: FilePath { layout.record(.python, key) }
    var manifest: FilePath { layout.manifest(.python, key) }

    /// Publishes the small Python, or finds it.
    @discardableResult
    func publish(_ store: Store? = nil, keep: Bool = false) async throws -> (entry: Entry, wasBuilt: Bool) {
        try await (store ?? self.store()).entry(for: inputs(), label: "3.13.5", keep: keep) { try Self.fill($0) }
    }

    static let library = "lib/libpython3.13.so.1.0"
    static let module = "lib/python3.13/os.py"
    static let link = "lib/libpython3.13.so"

    static func fill(_ work: BuildWork) throws -> FilePath {
        let content = work.folder.appending("content")
        try Files.makeFolders(content.appending("lib/python3.13"))
        try Files.writeFile(content.pushing(FilePath(library)), "the library's bytes\n")
        try Files.writeFile(content.pushing(FilePath(module)), "sep = '/'\n")
        try Files.replaceSymlink(at: content.pushing(FilePath(link)), target: "libpython3.13.so.1.0")
        return content
    }

    func names(in folder: FilePath) throws -> [String] {
        try Files.status(folder) == nil ? [] : try Files.listFolder(folder)
    }

    /// What quarantine holds: each folder's reason.
    func reasons() throws -> [String] {
        try names(in: layout.quarantine).map {
            String(try Files.readText(layout.quarantine.appending($0).appending("reason.txt")).trimmingSpaces())
        }
    }
}

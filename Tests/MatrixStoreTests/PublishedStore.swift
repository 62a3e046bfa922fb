import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage

/// A store that the publisher wrote, seen by a process that checks every byte.
struct PublishedStore {
    let layout: Layout

    init(_ root: FilePath) { layout = Layout(root: root) }

    var root: FilePath { layout.root }

    /// The manifest of the entry, when there is one and every file is as it says; nil for a miss.
    func manifest() throws -> String? {
        guard let entry = try store.entry(.python, key, depth: .digests) else { return nil }
        return try Files.readText(layout.manifest(.python, entry.key))
    }

    /// As a process that has just started sees it.
    var store: Store {
        var host = MatrixHost.Host.failing
        host.environment.userID = HostEnvironment.current().userID
        return Store(layout: layout, host: host)
    }

    func quarantined() throws -> [String] {
        try Files.status(layout.quarantine) == nil ? [] : Files.listFolder(layout.quarantine)
    }

    private var key: BuildKey {
        var inputs = BuildInputs(kind: .python)
        inputs.add("version", "3.13.5")
        return store.key(of: inputs)
    }
}

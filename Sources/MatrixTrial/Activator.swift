import MatrixBuild
package import MatrixHost
import MatrixModel
package import MatrixServers
package import MatrixStore
package import SystemPackage

/// Points `active` at provisioned cells, for Apaches that are not ours.
package struct Activator: Sendable {
    let host: Host
    let store: Store

    package init(host: Host, store: Store) {
        self.host = host
        self.store = store
    }

    /// Activates a cell's generation, and puts a link and a load file where `addition` says.
    ///
    /// Throws `ServerError.barred` before anything has changed when root does it and Apache's children could not read the
    /// pair; and what `Store.activate` throws.
    package func activate(
        _ provisioned: ProvisionedCell, into addition: ApacheAddition?
    ) async throws -> (activation: Activation, isSwitched: Bool) {
        try AccessCheck.verify(
            runAs: host.runAs?.user,
            reading: [provisioned.module, provisioned.loadConf, provisioned.python.library, provisioned.python.prefix])
        let active = store.layout.active
        let placements = try addition.map { addition in
            [
                Placement(addition.moduleLink, .link(to: active.appending("mod_wsgi.so"))),
                Placement(
                    addition.loadFile,
                    .text(try ApacheAddition.loadText(including: active.appending("load.conf")))),
            ]
        }
        // What is about to be loaded stays until `active` says that it is needed.
        return try await store.using([provisioned.pythonEntry, provisioned.moduleEntry]) {
            try await store.activate(provisioned.generation, placing: placements ?? [])
        }
    }

    /// Goes back to what was active before, or takes everything away. Throws `ServerError.stillEnabled` where Apache would
    /// miss a file at its next reload.
    package func undo() async throws -> (activation: Activation, left: [FilePath]) {
        try await store.undoActivation { path in
            if path.lastComponent?.string == ApacheAddition.loadName { try ApacheAddition.refuseEnabled(path) }
        }
    }
}

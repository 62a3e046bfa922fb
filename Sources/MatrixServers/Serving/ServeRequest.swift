package import MatrixHost
package import MatrixModel
package import SystemPackage

/// What to serve, where, and what it must prove to be.
package struct ServeRequest: Sendable {
    package var cell: Cell
    package var generation: FilePath
    package var run: RunFolder
    /// Nil takes a free one.
    package var port: UInt16?
    /// Exactly what Apache sees.
    package var environment: [String: String]
    package var pythonPrefix: FilePath
    package var libpython: FilePath
    /// The user of Apache's children when root starts it.
    package var runAs: String?
    package var readyWithin: Duration
    /// Further directives at server level for this run alone.
    package var furtherDirectives: [ApacheConfiguration.Directive] = []
    /// A user's own WSGI script, which answers what is not below a mount.
    package var application: FilePath?
    /// Nil for a server that outlives this process.
    package var supervision: Supervision?

    package init(
        cell: Cell, generation: FilePath, run: RunFolder, port: UInt16? = nil, environment: [String: String],
        pythonPrefix: FilePath, libpython: FilePath, runAs: String?, readyWithin: Duration = .seconds(60),
        supervision: Supervision? = nil
    ) {
        self.cell = cell
        self.generation = generation
        self.run = run
        self.port = port
        self.environment = environment
        self.pythonPrefix = pythonPrefix
        self.libpython = libpython
        self.runAs = runAs
        self.readyWithin = readyWithin
        self.supervision = supervision
    }

    package var identity: CellIdentity {
        CellIdentity(cell: cell, pythonPrefix: pythonPrefix, libpython: libpython, generation: generation)
    }
    package var served: ServedCell {
        ServedCell(
            cell: cell.description, generation: generation.string, pythonPrefix: pythonPrefix.string,
            libpython: libpython.string)
    }
    package var httpdConf: FilePath { generation.appending("httpd.conf") }
}

import MatrixModel
import SystemPackage

/// A cell as an Apache serves it: from where, and what its mounts must prove to be. Kept in records and journals.
package struct ServedCell: Codable, Equatable, Sendable {
    package var cell: String
    package var generation: String
    package var pythonPrefix: String
    package var libpython: String

    package init(cell: String, generation: String, pythonPrefix: String, libpython: String) {
        (self.cell, self.generation) = (cell, generation)
        (self.pythonPrefix, self.libpython) = (pythonPrefix, libpython)
    }

    /// Nil when the name is no cell's.
    package var identity: CellIdentity? {
        Cell(cell).map {
            CellIdentity(
                cell: $0, pythonPrefix: FilePath(pythonPrefix), libpython: FilePath(libpython),
                generation: FilePath(generation))
        }
    }
}

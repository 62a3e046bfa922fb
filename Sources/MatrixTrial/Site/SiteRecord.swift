import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import SystemPackage

/// `site.json`: what a site was started as and which side was committed to last. What answers right now is told by
/// `backend.txt` and the processes.
struct SiteRecord: Codable, Equatable {
    var format = 1
    var port: UInt16
    var live: SiteSide
    var cell: SiteCell
    /// What a rollback goes to.
    var previous: String?
    /// A user's own WSGI script.
    var application: String?

    /// Nil when there is none that can be read.
    static func read(_ folder: SiteFolder) -> SiteRecord? { try? decodeJSON(Files.readText(folder.record)) }

    func write(_ folder: SiteFolder) throws { try Files.replaceFile(folder.record, try jsonText(self) + "\n") }
}

/// A cell as a side serves it.
struct SiteCell: Codable, Equatable {
    var cell: String
    var generation: String
    var pythonPrefix: String
    var libpython: String

    init(_ provisioned: ProvisionedCell) {
        cell = "\(provisioned.cell)"
        generation = provisioned.generation.folder.string
        pythonPrefix = provisioned.python.prefix.string
        libpython = provisioned.python.library.string
    }

    var identity: CellIdentity? {
        Cell(cell).map {
            CellIdentity(cell: $0, pythonPrefix: FilePath(pythonPrefix), libpython: FilePath(libpython))
        }
    }
}

/// `swap.json`: the step that a swap is about to take, written before it is taken, so that whoever comes after a killed
/// tool knows what there may be to undo.
struct SwapJournal: Codable, Equatable {
    var format = 1
    var step: SwapStep
    var from: SiteSide
    var target: SiteCell

    var to: SiteSide { from.other }

    static func read(_ folder: SiteFolder) -> SwapJournal? { try? decodeJSON(Files.readText(folder.journal)) }

    func write(_ folder: SiteFolder) throws { try Files.replaceFile(folder.journal, try jsonText(self) + "\n") }
}

/// The steps of a swap. Until `committed` is written an interrupted swap is undone, from then on it is finished.
package enum SwapStep: String, Codable, Sendable {
    /// The other side is started with the new cell, and asked; users do not notice.
    case preFlight = "pre-flight"
    /// The front is pointed at it.
    case cutOver = "cut-over"
    /// Both mounts are asked through the front.
    case probe
    /// The old side finishes its requests, then it is stopped.
    case drain
}

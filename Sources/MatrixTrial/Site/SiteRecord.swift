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
    var cell: ServedCell
    /// What a rollback goes to.
    var previous: String?
    /// A user's own WSGI script.
    var application: String?

    /// Nil when there is none that can be read.
    static func read(_ folder: SiteFolder) -> SiteRecord? { try? decodeJSON(Files.readText(folder.record)) }

    func write(_ folder: SiteFolder) throws { try Files.replaceFile(folder.record, try jsonText(self) + "\n") }
}

/// `swap.json`: the step that a swap is about to take, written before it is taken, so that whoever comes after a killed
/// tool knows what there may be to undo.
struct SwapJournal<Origin: Codable & Equatable>: Codable, Equatable {
    var format = 1
    var step: SwapStep
    var target: ServedCell
    /// What answered when it began: a site's side, or a server as it was started.
    var from: Origin

    init(step: SwapStep, target: ServedCell, from: Origin) {
        (self.step, self.target, self.from) = (step, target, from)
    }

    /// Nil when there is none that can be read.
    static func read(_ path: FilePath) -> SwapJournal? { try? decodeJSON(Files.readText(path)) }

    func write(_ path: FilePath) throws { try Files.replaceFile(path, try jsonText(self) + "\n") }
}

/// The steps of a swap. Before `drain` or `commit` an interrupted swap is undone, from then on it is finished.
package enum SwapStep: String, Codable, Sendable {
    /// The new cell is started beside the old one, and asked; users do not notice.
    case preFlight = "pre-flight"
    /// Users are led to it.
    case cutOver = "cut-over"
    /// Both mounts are asked where users ask.
    case probe
    /// Of a site: the old side finishes its requests, then it is stopped.
    case drain
    /// Of a server: its record is told what it serves now.
    case commit
}

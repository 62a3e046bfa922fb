import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixMongod
import MatrixServers
import MatrixStore
import MatrixTrial
import SystemPackage

/// An error as a person reads it: what happened, the command that mends it, and the exit code that a script tests.
struct ErrorReport {
    let lines: [String]
    let hint: String?
    let exitCode: Int32

    /// Nil for what the argument parser throws and words itself.
    init?(_ error: any Error) {
        guard let exitCode = MatrixCommands.exitCode(of: error) else { return nil }
        var lines = "\(error)".split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.isEmpty { lines = ["unknown"] }
        lines[0] = "error: " + lines[0]
        self.lines = lines
        self.exitCode = exitCode
        hint = MatrixCommands.hint(of: error)
    }

    func present(on console: Console) {
        for line in lines { console.note(line) }
        if let hint {
            console.note("")
            console.note("hint: " + hint)
        }
    }
}

/// sysexits(3) where it has a word for it.
private enum Code {
    static let failed: Int32 = 1
    /// As mongod has it.
    static let cannotListen: Int32 = 48
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let unavailable: Int32 = 69
    static let cannotWrite: Int32 = 73
    static let tryAgain: Int32 = 75
    static let interrupted: Int32 = 130
}

/// Nil for what the argument parser throws.
private func exitCode(of error: any Error) -> Int32? {
    switch error {
    case let error as RecipeError:
        if case .unknownVersion = error { return Code.usage }
        return Code.badData
    case is PlanError: return Code.usage
    case let error as BuildError:
        switch error {
        case .headersMissing, .toolMissing, .toolFailed: return Code.unavailable
        case .noRoom, .unusablePath: return Code.cannotWrite
        case .notACheckout: return Code.usage
        case .checkoutChanged: return Code.tryAgain
        case .stepFailed, .checkFailed, .unsupported, .unsupportedDriver, .noDriver, .notBuilt:
            return Code.failed
        }
    case let error as StoreError:
        switch error {
        case .noGeneration, .nothingActive: return Code.failed
        case .noEntry, .ambiguous: return Code.usage
        case .notAnExport: return Code.badData
        case .removed: return Code.tryAgain
        default: return Code.cannotWrite
        }
    case let error as CommandError:
        if case .notACell = error { return Code.usage }
        return Code.badData
    case let error as ServerError:
        switch error {
        case .apacheMissing, .apacheUnreadable, .apacheModulesMissing, .apxsMissing, .mpmMissing, .unknownUser,
            .mongodMissing, .mongoUnreachable:
            return Code.unavailable
        case .barred, .runFolderUnusable: return Code.cannotWrite
        case .mongoURI, .wrongTopology: return Code.usage
        case .portTaken, .defaultPortTaken, .runFolderBusy, .stillEnabled, .mongoBusy: return Code.tryAgain
        default: return Code.failed
        }
    case let error as SwapError:
        switch error {
        case .noSite, .nothingServed, .severalServed, .nothingToRollBackTo, .otherMPM, .notZeroLoss: return Code.usage
        case .siteExists, .superseded: return Code.tryAgain
        case .siteDown, .refused, .rolledBack: return Code.failed
        }
    case let error as LoadError:
        switch error {
        case .noURL, .notAURL: return Code.usage
        case .tooFewDescriptors: return Code.unavailable
        case .broken: return Code.failed
        }
    case is MongodError: return Code.cannotListen
    case let error as ForkFailure: return error.exitCode
    case let error as ArchiveError: return error.exitCode
    case DownloadError.fileSystemFull, DownloadError.cannotWrite: return Code.cannotWrite
    case is FetchError, is DownloadError: return Code.unavailable
    case is FileError: return Code.cannotWrite
    case is FileLockError: return Code.tryAgain
    case is ProcessError: return Code.unavailable
    case is CancellationError: return Code.interrupted
    case is Errno, is EncodingError: return Code.failed
    default: return nil
    }
}

private func hint(of error: any Error) -> String? {
    switch error {
    case let error as any Mendable: error.hint
    case RecipeError.unknownVersion(let kind, _, _):
        "`wsgimatrix list --available` shows all \(kind == .cpython ? "Pythons" : "\(kind.title) releases") that the recipes know"
    case DownloadError.fileSystemFull: hint(for: .noSpace)
    case DownloadError.cannotWrite(_, let errno): hint(for: errno)
    case let error as FileError: hint(for: error.errno)
    default: nil
    }
}

private func hint(for errno: Errno?) -> String? {
    switch errno {
    case .noSpace, .diskQuotaExceeded: "make room, or name another store with `--cache DIR`"
    case .permissionDenied, .readOnlyFileSystem: "name a store of your own with `--cache DIR` or WSGIMATRIX_CACHE"
    default: nil
    }
}

import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixMongod
import MatrixServers
import MatrixStore
import SystemPackage

/// An error as a person reads it: what happened, the command that mends it, and the exit code that a script tests.
struct ErrorReport {
    let lines: [String]
    let hint: String?
    let exitCode: Int32

    /// Nil for what the argument parser throws and words itself.
    init?(_ error: any Error) {
        guard let (exitCode, hint) = classified(error) else { return nil }
        var lines = "\(error)".split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.isEmpty { lines = ["unknown"] }
        lines[0] = "error: " + lines[0]
        self.lines = lines
        self.exitCode = exitCode
        self.hint = hint
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

private func classified(_ error: any Error) -> (Int32, hint: String?)? {
    switch error {
    case let error as RecipeError:
        if case .unknownVersion(let kind, _, _) = error {
            let kinds = kind == .cpython ? "Pythons" : "\(kind.title) releases"
            return (Code.usage, "`wsgimatrix list --available` shows all \(kinds) that the recipes know")
        }
        return (Code.badData, nil)
    case let error as PlanError: return (Code.usage, error.hint)
    case let error as BuildError:
        switch error {
        case .headersMissing, .toolMissing, .toolFailed: return (Code.unavailable, error.hint)
        case .noRoom, .unusablePath: return (Code.cannotWrite, error.hint)
        case .notACheckout: return (Code.usage, error.hint)
        case .checkoutChanged: return (Code.tryAgain, error.hint)
        case .stepFailed, .checkFailed, .unsupported, .unsupportedDriver, .noDriver, .notBuilt:
            return (Code.failed, error.hint)
        }
    case let error as StoreError:
        switch error {
        case .noGeneration: return (Code.failed, error.hint)
        case .noEntry, .ambiguous: return (Code.usage, error.hint)
        case .notAnExport: return (Code.badData, error.hint)
        case .removed: return (Code.tryAgain, error.hint)
        default: return (Code.cannotWrite, error.hint)
        }
    case let error as CommandError:
        if case .notACell = error { return (Code.usage, error.hint) }
        return (Code.badData, error.hint)
    case let error as ServerError:
        switch error {
        case .apacheMissing, .apacheUnreadable, .apacheModulesMissing, .apxsMissing, .mpmMissing, .unknownUser,
            .mongodMissing, .mongoUnreachable:
            return (Code.unavailable, error.hint)
        case .barred, .runFolderUnusable: return (Code.cannotWrite, error.hint)
        case .mongoURI, .wrongTopology: return (Code.usage, error.hint)
        case .portTaken, .defaultPortTaken, .runFolderBusy, .mongoBusy: return (Code.tryAgain, error.hint)
        default: return (Code.failed, error.hint)
        }
    case let error as LoadError:
        switch error {
        case .noURL, .notAURL: return (Code.usage, error.hint)
        case .tooFewDescriptors: return (Code.unavailable, error.hint)
        case .broken: return (Code.failed, error.hint)
        }
    case let error as MongodError: return (Code.cannotListen, error.hint)
    case let error as ForkFailure: return (error.exitCode, nil)
    case let error as ArchiveError: return (error.exitCode, nil)
    case DownloadError.fileSystemFull: return (Code.cannotWrite, hint(for: .noSpace))
    case DownloadError.cannotWrite(_, let errno): return (Code.cannotWrite, hint(for: errno))
    case let error as FetchError: return (Code.unavailable, error.hint)
    case is DownloadError: return (Code.unavailable, nil)
    case let error as FileError: return (Code.cannotWrite, hint(for: error.errno))
    case is FileLockError: return (Code.tryAgain, nil)
    case is ProcessError: return (Code.unavailable, nil)
    case is CancellationError: return (Code.interrupted, nil)
    case is Errno, is EncodingError: return (Code.failed, nil)
    default: return nil
    }
}

private func hint(for errno: Errno?) -> String? {
    switch errno {
    case .noSpace, .diskQuotaExceeded: "make room, or name another store with `--cache DIR`"
    case .permissionDenied, .readOnlyFileSystem: "name a store of your own with `--cache DIR` or WSGIMATRIX_CACHE"
    default: nil
    }
}

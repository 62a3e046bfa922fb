package import MatrixModel
package import SystemPackage

/// Why a build did not give an artifact.
package enum BuildError: Mendable, Equatable {
    /// A step ended with a failure; `cause` is the first real error in its output.
    case stepFailed(label: String, step: String, status: String, cause: String?, log: FilePath)
    /// Standard modules would silently be left out: their headers are not installed.
    case headersMissing(label: String, [StandardModule])
    /// The finished thing is not what it should be.
    case checkFailed(label: String, reason: String, log: FilePath)
    /// A program that every build needs is not there.
    case toolMissing(String, debianPackage: String)
    /// It is there and does not answer.
    case toolFailed(command: String, reason: String)
    /// The file system under the store has too little room for a build.
    case noRoom(label: String, FilePath, free: ByteCount, needed: ByteCount)
    /// The store's path has a character that the projects' own Makefiles cannot have in a path.
    case unusablePath(FilePath, Character)
    /// The recipes know that this pair cannot be built.
    case unsupported(python: PythonVersion, modWsgi: Version, Compatibility)
    /// The recipes know that this Python cannot run this driver.
    case unsupportedDriver(python: PythonVersion, driver: Version, Compatibility)
    /// No driver of the recipes runs on this Python.
    case noDriver(python: PythonVersion)
    /// The folder that was named is not a checkout of the driver.
    case notACheckout(FilePath, reason: String)
    /// Its files changed while they were copied.
    case checkoutChanged(FilePath)
    /// The recipe has no tarball for it.
    case notBuilt(kind: RecipeKind, version: String, reason: String)
}

extension BuildError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .stepFailed(let label, let step, let status, let cause, let log):
            "building \(label) failed in \(step) (\(status))" + (cause.map { "\ncaused by: \($0)" } ?? "")
                + "\nlog: \(log)"
        case .headersMissing(let label, let modules):
            "building \(label) would leave out "
                + modules.map { "`\($0.name)` (no `\($0.header ?? "?")`)" }.joined(separator: ", ")
        case .checkFailed(let label, let reason, let log):
            "\(label) was built but is not usable: \(reason)\nlog: \(log)"
        case .toolFailed(let command, let reason): "`\(command)` failed: \(reason)"
        case .toolMissing(let tool, _): "`\(tool)` is not installed"
        case .noRoom(let label, let path, let free, let needed):
            "the file system of `\(path)` has \(free) free, and building \(label) needs about \(needed)"
        case .unusablePath(let path, let character):
            "nothing can be built in the store `\(path)`: the Makefiles of CPython do not work with a `\(character)` in a path"
        case .unsupported(let python, let modWsgi, let compatibility):
            "mod_wsgi \(modWsgi) cannot be built for Python \(python): \(compatibility.reason)\nsource: \(compatibility.source)"
        case .unsupportedDriver(let python, let driver, let compatibility):
            "Python \(python) cannot run PyMongo \(driver): \(compatibility.reason)\nsource: \(compatibility.source)"
        case .noDriver(let python): "no PyMongo of the recipes runs on Python \(python)"
        case .notACheckout(let path, let reason): "`\(path)` is not a checkout of PyMongo: \(reason)"
        case .checkoutChanged(let path): "the checkout `\(path)` changed while it was copied"
        case .notBuilt(let kind, let version, let reason):
            "\(kind.title) \(version) cannot be built: \(reason)"
        }
    }

    /// The command that mends it.
    package var hint: String? {
        switch self {
        case .stepFailed: "the build folder stays for a look with `--keep`"
        case .headersMissing(_, let modules):
            "apt-get install " + Set(modules.compactMap(\.debianPackage)).sorted().joined(separator: " ")
        case .checkFailed: "the build folder stays for a look with `--keep`"
        case .unusablePath: "name another store with `--cache DIR`"
        case .noRoom: "make room, or name another store with `--cache DIR`"
        case .toolMissing(_, let package): "apt-get install \(package)"
        case .unsupported(let python, _, _):
            "see what fits with `wsgimatrix list --available`, or try anyway with `--force`: Python \(python) stays untouched"
        case .unsupportedDriver, .noDriver: "see what fits with `wsgimatrix list --available`"
        case .notACheckout: "name a release with `--driver pymongo==VERSION`"
        case .checkoutChanged: "run it again when nothing writes there"
        case .toolFailed, .notBuilt: nil
        }
    }
}

import Foundation
import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

/// The one store that all tests share, because a CPython takes minutes to build: whoever needs a pair provisions it,
/// and only the first one builds.
///
/// A folder of its own that goes when this process ends, or the one that WSGIMATRIX_TEST_STORE names, which stays.
enum SharedStore {
    static let tool = Tool(store: folder)

    private static let folder: FilePath = {
        if let named = HostEnvironment.current()["WSGIMATRIX_TEST_STORE"] { return FilePath(named) }
        // Not below a home folder: Apache's children become another user.
        let folder = FilePath("/var/tmp/wsgimatrix-test-\(getpid())")
        atexit { try? Files.removeTree(FilePath("/var/tmp/wsgimatrix-test-\(getpid())")) }
        return folder
    }()

    /// The tarballs of a pair under their upstream names, for `--mirror` of another store.
    static func mirror(_ pair: Pair, in root: FilePath) async throws -> FilePath {
        let mirror = root.appending("mirror")
        try await tool.succeed(
            "fetch", "--python", pair.python, "--mod-wsgi", pair.modWsgi, "--to", mirror.string)
        return mirror
    }

    /// Builds what tests need that are to run offline. (With a network, MongoDB's own server would be fetched for them.)
    static func prepare(_ drivers: (pair: Pair, release: String)...) async throws {
        for (pair, release) in drivers {
            try await tool.succeed("provision", pair.python, pair.modWsgi, "--driver", "pymongo==\(release)")
        }
    }

    /// Serves a cell that `cleanUp` stops.
    static func serve(_ cell: TestCell, cleanUp: CleanUp) async throws -> Served {
        cleanUp.add { _ = try? await tool.run("stop", cell.name) }
        return try await tool.answer(
            Served.self, "serve", cell.pair.python, cell.pair.modWsgi, "--mode", cell.mode, "--mpm", cell.pair.mpm)
    }
}

/// A Python and a mod_wsgi with the MPM under which they are tried, so that each is used by one of them.
struct Pair: Sendable, CustomTestStringConvertible {
    var python: String
    var modWsgi: String
    var mpm: String

    static let newest = Pair(python: "3.13.5", modWsgi: "6.1.1", mpm: "event")
    static let oldest = Pair(python: "2.7.18", modWsgi: "4.9.4", mpm: "prefork")
    static let all = [
        newest, Pair(python: "3.13.5", modWsgi: "5.0.2", mpm: "worker"), oldest,
        Pair(python: "3.9.2", modWsgi: "4.7.1", mpm: "event"),
    ]

    var testDescription: String { "\(python) x \(modWsgi), \(mpm)" }
    var series: String { python.split(separator: ".").prefix(2).joined(separator: ".") }
}

/// A pair in one WSGI mode.
struct TestCell: Sendable {
    var pair: Pair
    var mode: String

    static let newest = TestCell(pair: .newest, mode: "daemon")

    var name: String { "\(pair.python)+\(pair.modWsgi)+\(mode)+\(pair.mpm)" }
}

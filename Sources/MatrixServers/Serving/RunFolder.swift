import FoundationEssentials
import MatrixHost
import MatrixModel
package import SystemPackage

/// Where one cell's running state is: logs, pid file, record and sockets.
package struct RunFolder: Sendable, Hashable {
    package var path: FilePath
    /// Who starts Apache; part of the name of a socket folder elsewhere, so that users do not meet there.
    package var userID: UInt32

    package init(_ path: FilePath, userID: UInt32) {
        self.path = path
        self.userID = userID
    }

    package var errorLog: FilePath { path.appending("error.log") }
    package var accessLog: FilePath { path.appending("access.log") }
    package var pidFile: FilePath { path.appending("httpd.pid") }
    /// Where a process that dies leaves its core, when that was asked for.
    package var cores: FilePath { path.appending("cores") }
    /// What Apache is started with: one line, which includes a generation's `httpd.conf`. Another line and a graceful
    /// restart make it another generation.
    package var servingConf: FilePath { path.appending("serving.conf") }
    /// Where this start's port and folders are defined.
    var placeConf: FilePath { path.appending("place.conf") }
    /// The directives of this start alone.
    var furtherConf: FilePath { path.appending("further.conf") }
    package var record: FilePath { path.appending("server.json") }
    /// Where a cell that is to be swapped to proves itself first.
    package var preFlight: RunFolder { RunFolder(path.appending("pre-flight"), userID: userID) }

    /// Where mod_wsgi makes its sockets: the run folder, or a short one in `/tmp` when the name of a socket in it would
    /// be longer than the 107 bytes that a Unix socket's address can hold.
    package var socketFolder: FilePath {
        // Longest that mod_wsgi makes of the prefix `…/wsgi`: `.4194304.99999.99.sock`.
        guard path.string.utf8.count + "/wsgi.4194304.99999.99.sock".utf8.count > 107 else { return path }
        return FilePath("/tmp/wsgimatrix-\(userID)-\(sha256(of: path.string).hexadecimal.prefix(12))")
    }

    /// Makes both folders; those that exist stay as they are. Other users may pass through but see nothing in `/tmp`.
    func prepare(allowsCores: Bool) throws {
        do {
            try Files.makeFolders(path)
            if allowsCores {
                // Apache's children write there, as another user than Apache's parent.
                try Files.makeFolders(cores)
                try Files.setPermissions(cores, FilePermissions(rawValue: 0o1777))
            }
        } catch let error as FileError {
            throw ServerError.runFolderUnusable(path.string, reason: "\(error)")
        }
        guard socketFolder != path else { return }
        // It may be there already; what counts is that it is a folder, not a link, and ours.
        try? Files.makeFolder(socketFolder, permissions: [.ownerReadWriteExecute, .groupExecute, .otherExecute])
        guard let status = try Files.status(socketFolder), status.kind == .folder, status.userID == userID else {
            throw ServerError.runFolderUnusable(socketFolder.string, reason: "it belongs to somebody else")
        }
    }

    /// Removes what a stopped Apache leaves: sockets, pid file, place, directives and record. Logs stay.
    func clear() {
        for name in (try? Files.listFolder(socketFolder)) ?? []
        where name.hasPrefix("wsgi.") && name.hasSuffix(".sock") {
            try? Files.removeTree(socketFolder.appending(name))
        }
        if socketFolder != path { try? Files.removeTree(socketFolder) }
        for file in [pidFile, servingConf, placeConf, furtherConf, record] { try? Files.removeTree(file) }
    }
}

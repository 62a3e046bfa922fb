import FoundationEssentials
import MatrixHost
import MatrixModel
package import MatrixStore
package import SystemPackage

/// The folder that a mount's URL names: the driver's packages, and beside them the script that uses them.
///
///     bson gridfs pymongo -> the driver's entry
///     test/mod_wsgi_test/mod_wsgi_test.py    what Apache runs
///     test/mod_wsgi_test/cell.json           what it is told
///
/// The script puts the folder first on `sys.path`, as upstream's does with the checkout that it stands in.
package struct DriverStage: Sendable {
    package let folder: FilePath

    /// The script that Apache runs.
    package enum Script: Sendable, Hashable {
        /// Ours.
        case ordinary
        /// A known-bad or a healthy twin, by its file in `apps/controls/`.
        case control(String)
        /// A user's script of the same shape, unchanged: upstream's own too.
        case file(FilePath)
        /// Any WSGI application, where it is, without a driver.
        case anyApplication(FilePath)
    }

    /// What `cell.json` says.
    package struct Facts: Sendable, Hashable, Encodable {
        /// Of the MongoDB: every member of a set. Nil without one.
        package var uri: String?
        /// Comes back in every answer of our script and of the controls.
        package var nonce: String
        /// The file of `Script.anyApplication`.
        fileprivate(set) package var app: String?

        package init(uri: String?, nonce: String) {
            self.uri = uri
            self.nonce = nonce
        }
    }

    /// Lays out a new folder; its parent is there, it is not. The web server's user can read all of it.
    ///
    /// `apps` is the recipes' folder of that name. Whoever makes it removes it. Throws `FileError`.
    package init(
        at folder: FilePath, driver: Entry?, script: Script, facts: Facts, apps: FilePath
    ) throws {
        self.folder = folder
        try Files.makeFolder(folder)
        let scripts = folder.appending("test").appending("mod_wsgi_test")
        try Files.makeFolders(scripts)
        for package in try driver.map({ try Files.listFolder($0.folder) }) ?? [] {
            try Files.replaceSymlink(
                at: folder.appending(package), target: try Files.real(driver!.folder).appending(package))
        }
        var facts = facts
        for (name, source) in try Self.files(of: script, apps: apps, facts: &facts) {
            try Files.copyFile(from: try Files.real(source), to: scripts.appending(name))
        }
        try Files.writeFile(scripts.appending("cell.json"), try jsonText(facts) + "\n")
        try Files.normaliseModes(folder)
    }

    /// What stands behind a mount in a URL: the folder's path, percent-encoded.
    package var urlPath: String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
        return folder.string.utf8.map { byte in
            if plain.contains(byte) { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }

    /// The files of a script by the names that they get.
    private static func files(
        of script: Script, apps: FilePath, facts: inout Facts
    ) throws -> [(name: String, source: FilePath)] {
        let ordinary = apps.appending("mod_wsgi_test.py")
        let controls = apps.appending("controls")
        switch script {
        case .ordinary: return [("mod_wsgi_test.py", ordinary)]
        case .control(let name):
            return [
                ("mod_wsgi_test.py", controls.appending(name)), ("ordinary_app.py", ordinary),
                ("in_a_thread.py", controls.appending("in_a_thread.py")),
            ]
        case .file(let path): return [("mod_wsgi_test.py", path)]
        case .anyApplication(let path):
            facts.app = try Files.real(path).string
            return [("mod_wsgi_test.py", apps.appending("any_app.py"))]
        }
    }
}

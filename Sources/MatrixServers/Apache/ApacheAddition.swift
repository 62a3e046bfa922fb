import MatrixHost
package import SystemPackage

/// What goes into the folders of an Apache that is not ours, so that it can load what is active.
package struct ApacheAddition: Sendable, Equatable {
    /// Its folder of modules.
    package var modulesFolder: FilePath
    /// Where it looks for `.load` files.
    package var loadFolder: FilePath

    /// No distribution has a module of that name.
    package static let moduleName = "mod_wsgi_wsgimatrix.so"
    package static let loadName = "wsgimatrix.load"
    private static let available = "mods-available"

    /// Without a `loadFolder` it is Debian's, when `modulesFolder` is that of the machine's own Apache; else the modules'
    /// folder itself, because nothing tells how another Apache is configured.
    package init(modulesFolder: FilePath, loadFolder: FilePath?, machine: ApacheInstallation) throws {
        self.modulesFolder = modulesFolder
        let debian = machine.root?.appending(Self.available)
        if let loadFolder {
            self.loadFolder = loadFolder
        } else if let debian, try Files.status(debian) != nil,
            (try? Files.real(modulesFolder)) == (try? Files.real(machine.modulesFolder))
        {
            self.loadFolder = debian
        } else {
            self.loadFolder = modulesFolder
        }
    }

    package var moduleLink: FilePath { modulesFolder.appending(Self.moduleName) }
    package var loadFile: FilePath { loadFolder.appending(Self.loadName) }

    /// The load file's text. One line, so that whoever reads it follows the link `active` once.
    package static func loadText(including loadConf: FilePath) throws -> String {
        """
        # Conflicts: wsgi wsgi_express
        # Written by `wsgimatrix activate --install`; `wsgimatrix activate --undo` takes it away again.
        Include \(try ApacheText.quotedPattern(loadConf))

        """
    }

    /// What Debian's `a2enmod` makes for a load file; nil for one that is in no `mods-available`.
    package static func enabledLink(of loadFile: FilePath) -> FilePath? {
        guard loadFile.removingLastComponent().lastComponent?.string == available, let name = loadFile.lastComponent
        else { return nil }
        return loadFile.removingLastComponent().removingLastComponent().appending("mods-enabled").appending(name)
    }

    /// Whether Apache reads a load file at its next start or reload, because `a2enmod` was called.
    package static func isEnabled(_ loadFile: FilePath) throws -> Bool {
        try enabledLink(of: loadFile).map { try Files.status($0) != nil } ?? false
    }

    /// A dangling link in `mods-enabled` ends Apache at its next reload.
    package static func refuseEnabled(_ loadFile: FilePath) throws {
        guard try isEnabled(loadFile), let link = enabledLink(of: loadFile) else { return }
        throw ServerError.stillEnabled(link.string)
    }
}

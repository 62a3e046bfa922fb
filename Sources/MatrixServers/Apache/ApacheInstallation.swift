package import MatrixModel
package import SystemPackage

/// The system's Apache, as far as building against it and starting it need to know.
package struct ApacheInstallation: Sendable, Hashable {
    /// `apache2` on Debian, `httpd` elsewhere.
    package var executable: FilePath
    package var version: Version
    /// The module magic number, `20120211:142`: the ABI that a mod_wsgi is built for.
    package var moduleMagicNumber: String
    /// What relative names of its configuration begin at, `/etc/apache2`; nil when it does not tell.
    package var root: FilePath?
    /// Where `mod_*.so` are.
    package var modulesFolder: FilePath
    /// Names such as `mpm_event` and `unixd`: modules that `LoadModule` would refuse because they are compiled in.
    package var compiledInModules: Set<String>
    /// The MPMs that can be had, loadable or compiled in.
    package var mpms: [MPM]
    /// The build tool; nil when Apache's development files are not installed.
    package var apxs: FilePath?

    package init(
        executable: FilePath, version: Version, moduleMagicNumber: String, root: FilePath? = nil,
        modulesFolder: FilePath, compiledInModules: Set<String>, mpms: [MPM], apxs: FilePath?
    ) {
        self.executable = executable
        self.version = version
        self.moduleMagicNumber = moduleMagicNumber
        self.root = root
        self.modulesFolder = modulesFolder
        self.compiledInModules = compiledInModules
        self.mpms = mpms
        self.apxs = apxs
    }

    /// The build tool, or the error that names the package that has it.
    package func requireApxs() throws -> FilePath {
        guard let apxs else { throw ServerError.apxsMissing }
        return apxs
    }
}

extension ApacheInstallation: Codable {
    private enum CodingKeys: String, CodingKey {
        case executable, version, moduleMagicNumber, root, modulesFolder, compiledInModules, mpms, apxs
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let text = try values.decode(String.self, forKey: .version)
        guard let version = Version(text) else {
            throw DecodingError.dataCorruptedError(forKey: .version, in: values, debugDescription: "not a version")
        }
        self.init(
            executable: FilePath(try values.decode(String.self, forKey: .executable)), version: version,
            moduleMagicNumber: try values.decode(String.self, forKey: .moduleMagicNumber),
            root: try values.decodeIfPresent(String.self, forKey: .root).map { FilePath($0) },
            modulesFolder: FilePath(try values.decode(String.self, forKey: .modulesFolder)),
            compiledInModules: try values.decode(Set<String>.self, forKey: .compiledInModules),
            mpms: try values.decode([MPM].self, forKey: .mpms),
            apxs: try values.decodeIfPresent(String.self, forKey: .apxs).map { FilePath($0) })
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(executable.string, forKey: .executable)
        try values.encode(version.description, forKey: .version)
        try values.encode(moduleMagicNumber, forKey: .moduleMagicNumber)
        try values.encodeIfPresent(root?.string, forKey: .root)
        try values.encode(modulesFolder.string, forKey: .modulesFolder)
        try values.encode(compiledInModules.sorted(), forKey: .compiledInModules)
        try values.encode(mpms, forKey: .mpms)
        try values.encodeIfPresent(apxs?.string, forKey: .apxs)
    }
}

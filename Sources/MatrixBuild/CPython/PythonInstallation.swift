import MatrixHost
package import MatrixModel
package import SystemPackage

/// A finished CPython, as its files tell.
package struct PythonInstallation: Sendable, Equatable {
    package var version: PythonVersion
    package var prefix: FilePath
    /// `prefix/bin/python3.13`.
    package var executable: FilePath
    /// The real file that others link against: `prefix/lib/libpython3.13.so.1.0`.
    package var library: FilePath
    /// All names under which the library may be looked for, `libpython3.so` included.
    package var libraryNames: [String]

    /// Reads `prefix`; nil when no shared libpython is in it.
    package init?(version: PythonVersion, prefix: FilePath) throws {
        guard try Files.status(prefix.appending("lib")) != nil else { return nil }
        let names = try Files.listFolder(prefix.appending("lib")).filter {
            $0.hasPrefix("libpython") && $0.contains(".so")
        }
        guard
            let real = names.first(where: {
                $0.hasPrefix("libpython\(version.release.series)") && $0.hasSuffix(".so.1.0")
            })
        else { return nil }
        self.version = version
        self.prefix = prefix
        executable = prefix.appending("bin").appending("python\(version.release.series)")
        library = prefix.appending("lib").appending(real)
        libraryNames = names
    }
}

package import SystemPackage

/// The Apache that a module is built for and must load into.
package struct ApacheTarget: Sendable, Equatable {
    /// `/usr/sbin/apache2`.
    package var executable: FilePath
    package var apxs: FilePath
    package var modulesFolder: FilePath
    /// `2.4.62`.
    package var version: String
    /// Apache's module ABI, such as `20120211:127`.
    package var moduleMagicNumber: String
    /// A dynamically loaded MPM module's path; nil when one is compiled in.
    package var mpmModule: FilePath?

    package init(
        executable: FilePath, apxs: FilePath, modulesFolder: FilePath, version: String, moduleMagicNumber: String,
        mpmModule: FilePath?
    ) {
        self.executable = executable
        self.apxs = apxs
        self.modulesFolder = modulesFolder
        self.version = version
        self.moduleMagicNumber = moduleMagicNumber
        self.mpmModule = mpmModule
    }
}

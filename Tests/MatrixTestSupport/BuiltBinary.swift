import MatrixHost
package import SystemPackage

/// The `wsgimatrix` of this build: beside the test bundle, where SwiftPM puts everything that it builds.
package let builtBinary = HostEnvironment.current().executable.removingLastComponent().appending("wsgimatrix")

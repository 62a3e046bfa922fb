import MatrixHost
import MatrixModel

/// The compiler and the C library that all builds of a run use.
package struct Toolchain: Sendable, Equatable {
    /// `gcc 12.2.0`.
    package var compiler: String
    /// GNU's name for the machine: `x86_64-linux-gnu`.
    package var machine: String
    package var linker: String
    /// glibc's version.
    package var libc: String

    /// Asks the tools. Throws `BuildError.toolMissing`.
    package static func detect(_ answers: ToolAnswers) async throws -> Toolchain {
        let version = try await answers.answer("gcc", ["-dumpfullversion"], package: "build-essential")
        let machine = try await answers.answer("gcc", ["-dumpmachine"], package: "build-essential")
        let linker = try await answers.answer("ld", ["--version"], package: "binutils")
        guard answers.find("make") != nil else { throw BuildError.toolMissing("make", debianPackage: "make") }
        return Toolchain(
            compiler: "gcc " + version.trimmingSpaces(), machine: String(machine.trimmingSpaces()),
            linker: String(linker.split(separator: "\n").first ?? ""), libc: cLibraryVersion())
    }

    /// Adds what the toolchain contributes to a build key.
    func addInputs(to inputs: inout BuildInputs) {
        inputs.add("compiler", compiler)
        inputs.add("linker", linker)
        inputs.add("libc", libc)
        inputs.add("machine", machine)
    }
}

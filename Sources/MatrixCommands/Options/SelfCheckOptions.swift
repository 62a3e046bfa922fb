import ArgumentParser
import MatrixModel

/// Tests of what is known to be bad, and of what is known to be good.
struct SelfCheckOptions: ParsableArguments {
    @Flag(
        help: "Test the seeded known-bads and their healthy twins: can the harness fail? Exit code 2 when it is blind.")
    var selfCheck = false

    @Option(help: ArgumentHelp("Only this control; may be given several times.", valueName: "name"))
    var control: [String] = []

    @Option(help: "How often each control is tested.")
    var runs = 1

    func validate() throws {
        if !selfCheck, !control.isEmpty || runs != 1 {
            throw ValidationError("--control and --runs go with --self-check")
        }
        if runs < 1 { throw ValidationError("--runs takes a number from 1") }
    }

    func controls(_ context: Context) throws -> [Control] {
        let all = try context.recipeFiles.readControls()
        for name in control where !all.contains(where: { $0.name == name }) {
            throw ValidationError(
                "there is no control `\(name)`, only \(all.map(\.name).joined(separator: ", "))")
        }
        return control.isEmpty ? all : all.filter { control.contains($0.name) }
    }
}

package io.weir.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.weir.hubble.flow.Flow;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A condition on a flow, as Hubble reads it: the variable {@code _flow} is the {@code flow.Flow},
 * fields have their names in the proto, enum constants may be written {@code Verdict.DROPPED}. An
 * error while it is evaluated, such as an index that is not there, is no match.
 *
 * <p>Bounded: the length of the text, the depth of nesting, the rounds of a comprehension, and how
 * deep comprehensions nest. Safe for use by several threads.
 */
public final class FlowCondition implements Predicate<Flow> {
  private static final String VARIABLE = "_flow";

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(CelLimits.LENGTH_MAX)
          .maxParseRecursionDepth(CelLimits.DEPTH_MAX)
          .comprehensionMaxIterations(CelLimits.ITERATIONS_MAX)
          .build();

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .setContainer("flow")
          .addMessageTypes(Flow.getDescriptor())
          .addVar(VARIABLE, StructTypeReference.create(Flow.getDescriptor().getFullName()))
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addMessageTypes(Flow.getDescriptor())
          .build();

  private final CelRuntime.Program program;

  private FlowCondition(CelRuntime.Program program) {
    this.program = program;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException with the reason and the place in the text
   */
  public static FlowCondition compile(String expression) {
    if (expression.codePointCount(0, expression.length()) > CelLimits.LENGTH_MAX) {
      throw new CelLimitException(
          "cel_length", "too long (expected: at most " + CelLimits.LENGTH_MAX + " characters)");
    }
    try {
      CelAbstractSyntaxTree tree = COMPILER.compile(expression).getAst();
      if (!tree.getResultType().equals(SimpleType.BOOL)
          && !tree.getResultType().equals(SimpleType.DYN)) {
        throw new IllegalArgumentException(
            "of type " + tree.getResultType().name() + " (expected: bool)");
      }
      requireShallow(tree);
      return new FlowCondition(RUNTIME.createProgram(tree));
    } catch (CelValidationException e) {
      if (String.valueOf(e.getMessage()).contains("recursion limit exceeded")) {
        throw new CelLimitException(
            "cel_depth", "nested too deep (expected: at most " + CelLimits.DEPTH_MAX + ")");
      }
      throw new IllegalArgumentException(reason(e), e);
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Rounds multiply where comprehensions nest. */
  private static void requireShallow(CelAbstractSyntaxTree tree) {
    long nested =
        CelNavigableAst.fromAst(tree)
            .getRoot()
            .allNodes()
            .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION)
            .count();
    if (nested > CelLimits.COMPREHENSIONS_MAX) {
      throw new CelLimitException(
          "cel_comprehensions",
          nested + " comprehensions (expected: at most " + CelLimits.COMPREHENSIONS_MAX + ")");
    }
  }

  private static String reason(CelValidationException e) {
    Optional<CelIssue> first = e.getErrors().stream().findFirst();
    if (first.isEmpty()) {
      return String.valueOf(e.getMessage());
    }
    CelSourceLocation place = first.get().getSourceLocation();
    // Lines only matter to who wrote several.
    String line = place.getLine() > 1 ? "line " + place.getLine() + ", " : "";
    return "at " + line + "column " + (place.getColumn() + 1) + ": " + first.get().getMessage();
  }

  @Override
  public boolean test(Flow flow) {
    try {
      return Boolean.TRUE.equals(program.eval(Map.of(VARIABLE, flow)));
    } catch (CelEvaluationException e) {
      return false;
    }
  }
}
